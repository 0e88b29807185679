using System.Globalization;
using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Addresses as iptables, nft and ipset print them, as numbers.</summary>
internal static class AddressText
{
    /// <summary>An address, a prefix or a range: "192.0.2.1", "192.0.2.0/24", "192.0.2.0/255.255.255.0", "192.0.2.1-192.0.2.9".</summary>
    public static bool TryRange(ReadOnlySpan<char> text, out WideNumber low, out WideNumber high, out bool isIPv6)
    {
        high = 0;
        int dash = text.IndexOf('-');
        if (dash > 0)
        {
            return TryAddress(text[..dash], out low, out isIPv6)
                && TryAddress(text[(dash + 1)..], out high, out bool other) && other == isIPv6 && low <= high;
        }

        int slash = text.IndexOf('/');
        if (!TryAddress(slash < 0 ? text : text[..slash], out low, out isIPv6))
        {
            return false;
        }

        if (slash < 0)
        {
            high = low;
            return true;
        }

        int bits = isIPv6 ? 128 : 32;
        if (!TryPrefix(text[(slash + 1)..], isIPv6, out int length))
        {
            return false;
        }

        WideNumber rest = length == 0 ? (isIPv6 ? WideNumber.MaxValue : uint.MaxValue) : (WideNumber.One << (bits - length)) - 1;
        low &= ~rest;
        high = low | rest;
        return true;
    }

    /// <summary>A single address.</summary>
    public static bool TryAddress(ReadOnlySpan<char> text, out WideNumber value, out bool isIPv6)
    {
        value = 0;
        isIPv6 = false;
        if (text.IsEmpty || text.Length > 64 || text.Contains('%') || !IPAddress.TryParse(text, out IPAddress? address)
            || (!text.Contains('.') && !text.Contains(':')))
        {
            return false;
        }

        isIPv6 = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        value = AddressNumber.Of(address);
        return true;
    }

    /// <summary>The length of a prefix, given as a number or as a mask; false for a mask with gaps.</summary>
    private static bool TryPrefix(ReadOnlySpan<char> text, bool isIPv6, out int length)
    {
        int bits = isIPv6 ? 128 : 32;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length))
        {
            return length <= bits;
        }

        if (!TryAddress(text, out WideNumber mask, out bool other) || other != isIPv6)
        {
            return false;
        }

        WideNumber hole = isIPv6 ? ~mask : (uint)~mask;
        length = bits - WideNumber.PopCount(hole);
        return (hole & (hole + 1)) == 0;
    }
}
