using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Probes;

/// <summary>The addresses of an external vantage: from the ranges that are set aside for documentation, where the host has
/// no use for them (RFC 5737, RFC 3849).</summary>
/// <param name="Gateway">The host's end.</param>
/// <param name="Client">The other machine.</param>
/// <param name="PrefixLength">The prefix of both.</param>
internal sealed record VantageAddresses(IPAddress Gateway, IPAddress Client, byte PrefixLength)
{
    private static readonly byte[][] s_ranges = [[198, 51, 100], [203, 0, 113], [192, 0, 2]];

    /// <summary>A pair of IPv4 addresses, or null when all ranges are in use.</summary>
    public static VantageAddresses? ChooseIPv4(Snapshot facts)
    {
        foreach (byte[] range in s_ranges)
        {
            for (int last = 0; last < 256; last += 4)
            {
                IPNetwork network = new(new IPAddress([.. range, (byte)last]), 30);
                if (!IsUsed(facts, network))
                {
                    return new(
                        new IPAddress([.. range, (byte)(last + 1)]), new IPAddress([.. range, (byte)(last + 2)]), 30);
                }
            }
        }

        return null;
    }

    /// <summary>A pair of IPv6 addresses, or null when all of them are in use.</summary>
    public static VantageAddresses? ChooseIPv6(Snapshot facts)
    {
        for (int subnet = 0xcafe; subnet < 0xcb00; subnet++)
        {
            byte[] bytes = new byte[16];
            (bytes[0], bytes[1], bytes[2], bytes[3]) = (0x20, 0x01, 0x0d, 0xb8);
            (bytes[4], bytes[5]) = ((byte)(subnet >> 8), (byte)subnet);
            IPNetwork network = new(new IPAddress(bytes), 64);
            if (!IsUsed(facts, network))
            {
                bytes[15] = 1;
                IPAddress gateway = new(bytes);
                bytes[15] = 2;
                return new(gateway, new IPAddress(bytes), 64);
            }
        }

        return null;
    }

    private static bool IsUsed(Snapshot facts, IPNetwork network) =>
        facts.Addresses.Any(a => network.Contains(a.Address))
        || facts.Routes.Any(r => r.Destination.PrefixLength > 0
            && (network.Contains(r.Destination.BaseAddress) || r.Destination.Contains(network.BaseAddress)))
        || facts.Networks.SelectMany(n => n.Subnets).Any(s =>
            network.Contains(s.Subnet.BaseAddress) || s.Subnet.Contains(network.BaseAddress));
}
