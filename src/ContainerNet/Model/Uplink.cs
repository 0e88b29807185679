using System.Net;

namespace ContainerNet.Model;

/// <summary>The interface by which other machines reach this host, and its address there.</summary>
/// <param name="Link">The interface.</param>
/// <param name="Address">The host's address on it.</param>
internal sealed record Uplink(Link Link, IPAddress Address)
{
    private const int MainTable = 254;

    /// <summary>The uplink of a family: where the default route leaves; without one, the first interface with a global
    /// address that is no container's bridge.</summary>
    public static Uplink? Of(Snapshot facts, AddressFamily family)
    {
        bool isIPv6 = family == AddressFamily.IPv6;
        IEnumerable<int> byRoute = facts.Routes
            .Where(r => r.Table == MainTable && r.Destination.PrefixLength == 0 && r.LinkIndex > 0
                && IsIPv6(r.Destination.BaseAddress) == isIPv6)
            .OrderBy(r => r.Metric)
            .Select(r => r.LinkIndex);
        IEnumerable<int> others = facts.Links
            .Where(l => l.IsUp && !l.IsLoopback && l.Kind is not ("bridge" or "dummy")
                && !facts.Networks.Any(n => string.Equals(n.Bridge, l.Name, StringComparison.Ordinal)))
            .Select(l => l.Index);

        foreach (int index in byRoute.Concat(others))
        {
            Link? link = facts.Links.FirstOrDefault(l => l.Index == index);
            IPAddress? address = facts.Addresses
                .FirstOrDefault(a => a.LinkIndex == index && IsIPv6(a.Address) == isIPv6 && a.Scope == "global")?.Address;
            if (link is not null && address is not null)
            {
                return new Uplink(link, address);
            }
        }

        return null;
    }

    private static bool IsIPv6(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
}
