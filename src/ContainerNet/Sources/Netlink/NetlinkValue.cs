using System.Net;
using System.Text;

namespace ContainerNet.Sources.Netlink;

/// <summary>Values inside rtnetlink attributes.</summary>
internal static class NetlinkValue
{
    /// <summary>AF_INET.</summary>
    public const byte IPv4 = 2;

    /// <summary>AF_INET6.</summary>
    public const byte IPv6 = 10;

    /// <summary>A text that ends at its zero.</summary>
    public static string Text(ReadOnlySpan<byte> value)
    {
        int end = value.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? value : value[..end]);
    }

    /// <summary>An IPv4 or IPv6 address by its length.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static IPAddress Address(ReadOnlySpan<byte> value) =>
        value.Length is 4 or 16 ? new IPAddress(value) : throw new FormatException("an address of odd length");

    /// <summary>An address and the length of its prefix.</summary>
    /// <exception cref="FormatException">They make no network of that family.</exception>
    public static IPNetwork Network(ReadOnlySpan<byte> address, byte prefix, byte family)
    {
        if (address.Length != (family == IPv4 ? 4 : 16) || prefix > address.Length * 8)
        {
            throw new FormatException("a destination that is no network");
        }

        try
        {
            return new IPNetwork(new IPAddress(address), prefix);
        }
        catch (ArgumentException e)
        {
            throw new FormatException("a destination that is no network", e);
        }
    }

    /// <summary>A hardware address as ip(8) prints it.</summary>
    public static string? Hardware(ReadOnlySpan<byte> value) =>
        value.IsEmpty ? null : Convert.ToHexStringLower(value) is string hex
            ? string.Join(':', Enumerable.Range(0, value.Length).Select(i => hex.Substring(i * 2, 2)))
            : null;

    /// <summary>The header of a message, or an error when it is shorter than that.</summary>
    /// <exception cref="FormatException">It is shorter.</exception>
    public static ReadOnlySpan<byte> Header(byte[] payload, int length) =>
        payload.Length >= length ? payload.AsSpan(0, length) : throw new FormatException("a header is cut off");
}
