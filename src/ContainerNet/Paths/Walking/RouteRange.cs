using System.Net;
using System.Runtime.InteropServices;
using ContainerNet.Model;

namespace ContainerNet.Paths.Walking;

/// <summary>A network as numbers.</summary>
/// <param name="IsIPv6">Its family.</param>
/// <param name="First">Its base address.</param>
/// <param name="Mask">The bits that count.</param>
/// <param name="Length">How many these are.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RouteRange(bool IsIPv6, WideNumber First, WideNumber Mask, int Length)
{
    /// <summary>Of a network.</summary>
    public static RouteRange Of(IPNetwork network) => Of(network.BaseAddress, network.PrefixLength);

    /// <summary>Of an address and the length of its prefix.</summary>
    public static RouteRange Of(IPAddress address, int length)
    {
        bool six = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        int bits = six ? 128 : 32;
        WideNumber all = six ? WideNumber.MaxValue : uint.MaxValue;
        WideNumber mask = length <= 0 ? WideNumber.Zero : (all << (bits - length)) & all;
        return new RouteRange(six, AddressNumber.Of(address) & mask, mask, length);
    }

    /// <summary>Does it hold an address?</summary>
    public bool Holds(WideNumber address, bool isIPv6) => isIPv6 == IsIPv6 && (address & Mask) == First;
}
