using System.Net;

namespace ContainerNet.Model;

/// <summary>
/// The two addresses of a cable to an external vantage. The other machine's is from the ranges set aside for documentation,
/// where the host has no use for it (RFC 5737, RFC 3849). The host's is the one that it has at its uplink already: with one
/// of its own for the cable, an application on UDP would answer from there, which no client would take for an answer.
/// </summary>
/// <param name="Host">The host's own address.</param>
/// <param name="Client">The other machine's address.</param>
internal sealed record VantageAddresses(IPAddress Host, IPAddress Client)
{
    private static readonly byte[][] s_ranges = [[198, 51, 100], [203, 0, 113], [192, 0, 2]];

    /// <summary>How many vantages there can be at once on one host.</summary>
    public const int MostCables = 32;

    /// <summary>A pair for each family that the host can be reached by.</summary>
    /// <param name="facts">The host, as it was before any other vantage that is being made at the same time.</param>
    /// <param name="cable">The cable's number; two numbers never get the same addresses.</param>
    public static IReadOnlyList<VantageAddresses> Choose(Snapshot facts, int cable = 0)
    {
        List<VantageAddresses> pairs = [];
        if (Uplink.Of(facts, AddressFamily.IPv4) is Uplink v4 && Unused(facts, IPv4(cable)) is IPAddress client4)
        {
            pairs.Add(new(v4.Address, client4));
        }

        if (Uplink.Of(facts, AddressFamily.IPv6) is Uplink v6 && Unused(facts, IPv6(cable)) is IPAddress client6)
        {
            pairs.Add(new(v6.Address, client6));
        }

        return pairs;
    }

    // Every 32nd of each range is for one cable.
    private static IEnumerable<IPAddress> IPv4(int cable) => s_ranges.SelectMany(r => Enumerable.Range(2, 253)
        .Where(last => (last - 2) % MostCables == cable).Select(last => new IPAddress([.. r, (byte)last])));

    private static IEnumerable<IPAddress> IPv6(int cable) => Enumerable.Range(0xca00, 0x100)
        .Where(subnet => (subnet - 0xca00) % MostCables == cable).Select(subnet => new IPAddress(
            [0x20, 0x01, 0x0d, 0xb8, (byte)(subnet >> 8), (byte)subnet, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]));

    private static IPAddress? Unused(Snapshot facts, IEnumerable<IPAddress> candidates) =>
        candidates.FirstOrDefault(c => !IsUsed(facts, c));

    private static bool IsUsed(Snapshot facts, IPAddress address) =>
        facts.Addresses.Any(a => a.Address.Equals(address))
        || facts.Routes.Any(r => r.Destination.PrefixLength > 0 && r.Destination.Contains(address))
        || facts.Networks.SelectMany(n => n.Subnets).Any(s => s.Subnet.Contains(address));
}
