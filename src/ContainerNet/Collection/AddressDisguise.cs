using System.Net;
using System.Security.Cryptography;
using AddressFamily = System.Net.Sockets.AddressFamily;

namespace ContainerNet.Collection;

/// <summary>
/// Replaces addresses so that everything about them that routing, translation and checks ask for stays: an address within a network goes
/// to one within that network's, at the same place; networks within each other stay so. A network of the host is moved as a whole, by other
/// leading bits, so that ranges, gateways and broadcasts in it keep their order. What has a meaning of its own stays what it is: loopback,
/// link-local, multicast, unspecified, addresses for documentation; and private stays private.
/// </summary>
internal sealed class AddressDisguise
{
    /// <summary>No bit is turned where that would lead into one of these from outside, or out of it.</summary>
    private static readonly string[] s_blocks =
    [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "192.0.0.0/24",
        "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "10.0.2.0/24",
        "::/8", "64:ff9b::/96", "2000::/3", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fd00::/8", "fe80::/10", "ff00::/8",
    ];

    /// <summary>In these nothing is turned at all. 10.0.2.0/24 is what slirp4netns gives every container.</summary>
    private static readonly IPNetwork[] s_kept = [.. new[]
    {
        "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/3", "10.0.2.0/24", "::/8", "64:ff9b::/96", "2001::/23", "2001:db8::/32", "2002::/16", "fe80::/10", "ff00::/8",
    }.Select(IPNetwork.Parse)];

    private static readonly HashSet<(bool IPv6, UInt128 Prefix, int Length)> s_forks = [.. s_blocks.Select(IPNetwork.Parse).SelectMany(Forks)];

    private readonly byte[] _key;
    private readonly List<(UInt128 Number, int Length, bool IPv6)> _networks;

    /// <summary>For a host with these networks.</summary>
    /// <param name="networks">Every network of which a fact tells; longer than a default route.</param>
    /// <param name="key">What the turning of bits is drawn from; another key gives other addresses.</param>
    public AddressDisguise(IEnumerable<IPNetwork> networks, byte[] key)
    {
        _key = key;
        _networks = [.. networks
            .Where(n => n.PrefixLength >= (n.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6 ? 16 : 9))
            .Select(n => (Number(n.BaseAddress), n.PrefixLength, n.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6))
            .Distinct().OrderBy(n => n.PrefixLength)];
    }

    /// <summary>The address in its place.</summary>
    public IPAddress Of(IPAddress address) => Of(address, Bits(address));

    /// <summary>The network in its place.</summary>
    public IPNetwork Of(IPNetwork network) => network.PrefixLength == 0 || IsBlock(network)
        ? network : new(Of(network.BaseAddress, network.PrefixLength), network.PrefixLength);

    private static bool IsBlock(IPNetwork network) => s_blocks.Contains(network.ToString(), StringComparer.Ordinal);

    private IPAddress Of(IPAddress address, int most)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return Of(address.MapToIPv4(), 32).MapToIPv6();
        }

        if (s_kept.Any(k => k.Contains(address)))
        {
            return address.IsIPv6LinkLocal ? WithoutHardware(address, Number(address)) : address;
        }

        bool isIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        UInt128 number = Number(address);
        int turned = Math.Min(most, Length(number, isIPv6));
        UInt128 result = number;
        for (int bit = 0; bit < turned; bit++)
        {
            UInt128 prefix = bit == 0 ? 0 : number >> (128 - bit);
            if (!s_forks.Contains((isIPv6, prefix, bit)) && Turns(isIPv6, prefix, bit))
            {
                result ^= UInt128.One << (127 - bit);
            }
        }

        return WithoutHardware(Address(result, isIPv6), result);
    }

    /// <summary>How many leading bits are the network's: of the widest that holds it, or of the usual size where none does.</summary>
    private int Length(UInt128 number, bool isIPv6)
    {
        foreach ((UInt128 network, int length, bool other) in _networks)
        {
            if (other == isIPv6 && (network ^ number) >> (128 - length) == 0)
            {
                return length;
            }
        }

        return isIPv6 ? 64 : 24;
    }

    /// <summary>An IPv6 address that was made from a hardware address tells it: ff:fe stands in its middle (RFC 4291, appendix A).</summary>
    private IPAddress WithoutHardware(IPAddress address, UInt128 number)
    {
        const ulong Middle = 0xfffe000000;
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || ((ulong)number & 0xffff000000) != Middle)
        {
            return address;
        }

        ulong drawn = Draw([.. "eui"u8, .. BitConverter.GetBytes((ulong)number)]);
        ulong host = (drawn & ~0xffff000000UL) | Middle;
        return Address((number >> 64 << 64) | host, isIPv6: true);
    }

    private bool Turns(bool isIPv6, UInt128 prefix, int bit)
    {
        Span<byte> input = stackalloc byte[18];
        input[0] = isIPv6 ? (byte)6 : (byte)4;
        input[1] = (byte)bit;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(input[2..], prefix);
        return (Draw(input) & 1) != 0;
    }

    /// <summary>A hardware address in its place; those that mean something stay (none, everybody, groups).</summary>
    public string Hardware(string text)
    {
        byte first = Convert.ToByte(text[..2], 16);
        if ((first & 1) != 0 || text.All(c => c is '0' or ':'))
        {
            return text;
        }

        ulong drawn = Draw(System.Text.Encoding.ASCII.GetBytes(text.ToLowerInvariant()));
        return $"{first:x2}:" + string.Join(':', Enumerable.Range(0, 5).Select(i => $"{(byte)(drawn >> (8 * i)):x2}"));
    }

    private ulong Draw(ReadOnlySpan<byte> input)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(_key, input, hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    private static IEnumerable<(bool IPv6, UInt128 Prefix, int Length)> Forks(IPNetwork block)
    {
        bool isIPv6 = block.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6;
        UInt128 number = Number(block.BaseAddress);
        return Enumerable.Range(0, block.PrefixLength).Select(l => (isIPv6, l == 0 ? UInt128.Zero : number >> (128 - l), l));
    }

    private static int Bits(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32;

    /// <summary>The bits of an address from the highest on, so that both families are alike.</summary>
    private static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        _ = address.TryWriteBytes(bytes, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static IPAddress Address(UInt128 number, bool isIPv6)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new IPAddress(isIPv6 ? bytes : bytes[..4]);
    }
}
