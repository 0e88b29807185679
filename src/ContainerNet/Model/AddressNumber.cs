using System.Buffers.Binary;
using System.Net;

namespace ContainerNet.Model;

/// <summary>Addresses as numbers, for comparisons; IPv4 stands in the lowest 32 bits.</summary>
internal static class AddressNumber
{
    /// <summary>The number of an address.</summary>
    public static WideNumber Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out int length) && length == 4
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : WideNumber.Read(bytes);
    }

    /// <summary>The address of a number.</summary>
    public static IPAddress ToAddress(WideNumber number, bool isIPv6)
    {
        Span<byte> bytes = stackalloc byte[16];
        number.Write(bytes);
        return new IPAddress(isIPv6 ? bytes : bytes[12..]);
    }
}
