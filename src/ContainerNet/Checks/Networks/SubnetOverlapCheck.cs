using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Networks;

/// <summary>
/// A container network has addresses that the host also has a route to by another way: an uplink, a VPN, a static route. The
/// more specific route takes the packets. Either containers lose theirs to it, or the machines behind it are shadowed by the
/// bridge.
/// </summary>
internal sealed class SubnetOverlapCheck : ICheck
{
    internal static readonly FindingDescriptor Overlap = new(
        "CN2004", "A container network overlaps another route", Severity.Error, "Network {0} ({1}) overlaps {2}: {3}.");

    public IReadOnlyList<FindingDescriptor> Reports => [Overlap];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Links;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach (ContainerNetwork network in facts.Networks.Where(n => n.Bridge is not null && Questions.Is(n.Driver, "bridge")
            && facts.EngineOf(n.Engine) is { Rootless: false }))
        {
            if (facts.Link(network.Bridge!) is not { } bridge)
            {
                continue;
            }

            foreach (IPNetwork subnet in network.Subnets.Select(s => s.Subnet).Where(s => !s.BaseAddress.IsIPv6LinkLocal))
            {
                // One finding for a network and the worst of its rivals: a VPN brings dozens of routes.
                List<Finding> rivals = [.. Rivals(facts, bridge, subnet).Select(r => Judge(facts, network, bridge, subnet, r))];
                if (rivals.OrderByDescending(f => f.Severity).FirstOrDefault() is { } worst)
                {
                    yield return worst with { Evidence = [.. rivals.SelectMany(f => f.Evidence).Distinct().Take(8)] };
                }
            }
        }
    }

    /// <summary>Routes by other ways that share addresses with a subnet. The default route shares all and takes none.</summary>
    private static IEnumerable<Route> Rivals(Snapshot facts, Link bridge, IPNetwork subnet) => facts.Routes.Where(r =>
        r.LinkIndex != bridge.Index
        && r.Destination.PrefixLength > 1
        && r.IsDead != true
        && r.Type is "unicast" or "blackhole" or "unreachable" or "prohibit"
        && facts.Links.FirstOrDefault(l => l.Index == r.LinkIndex) is not { IsLoopback: true }
        && PolicyTables.Concerns(facts, r)
        && (Holds(subnet, r.Destination) || Holds(r.Destination, subnet)));

    private static Finding Judge(Snapshot facts, ContainerNetwork network, Link bridge, IPNetwork subnet, Route rival)
    {
        string by = Text(facts, rival);
        bool takes = Takes(facts, bridge, subnet, rival);
        string[] hit = [.. facts.MembersOf(network).Where(c => c.Endpoints.Any(e => Questions.Is(e.Network, network.Name)
            && new[] { e.IPv4, e.IPv6 }.OfType<IPAddress>().Any(rival.Destination.Contains))).Select(c => c.Name)];
        IPAddress? shadowed = facts.Neighbours.FirstOrDefault(n => n.LinkIndex == rival.LinkIndex && rival.LinkIndex > 0
            && n.HardwareAddress is not null && subnet.Contains(n.Address) && rival.Destination.Contains(n.Address))?.Address;
        bool always = PolicyTables.IsForAll(facts, rival);
        string effect = !takes && shadowed is not null ? $"{shadowed} was seen there, and this host's packets to it go to {bridge.Name}"
            : !takes ? $"machines there with an address in {Smaller(subnet, rival.Destination)} cannot be reached from this host, nor answered"
            : hit.Length > 0 ? $"what is sent to {Questions.Names(hit)} takes that route{(always ? "" : ", as far as rules choose its table,")} "
                + "and never reaches the bridge"
            : $"a container that gets an address in {Smaller(subnet, rival.Destination)} will be cut off";
        return Overlap.About($"network {network.Name}, {subnet}", network.Name, subnet, by, effect) with
        {
            Severity = SeverityOf(facts, rival, takes, hit.Length > 0, always, shadowed is not null),
            Engine = network.Engine,
            Network = network.Name,
            Interface = bridge.Name,
            Container = takes && hit.Length == 1 ? hit[0] : null,
            Evidence = [Questions.Read($"ip route, table {rival.Table}", by), Questions.Read(
                $"{network.Engine} network {network.Name}", $"{subnet} on bridge {bridge.Name}")],
            Remedy = Remedy(network, subnet, by),
        };
    }

    /// <summary>An overlap by way of a gateway is often an address plan: the larger range leads to the company, and this part of it
    /// was set aside for the containers.</summary>
    private static Severity SeverityOf(Snapshot facts, Route rival, bool takes, bool hits, bool always, bool seen) =>
        takes ? hits && always ? Severity.Error : Severity.Warning
        : seen ? Severity.Error
        : rival.Gateway is null || IsTunnel(facts, rival) ? Severity.Warning
        : Severity.Info;

    /// <summary>Does the kernel prefer it to the bridge's own route? Of two that are as good it takes the one that was there
    /// first, in whose order it lists them.</summary>
    private static bool Takes(Snapshot facts, Link bridge, IPNetwork subnet, Route rival)
    {
        Route? own = facts.Routes.FirstOrDefault(r => r.LinkIndex == bridge.Index && r.Destination.Equals(subnet)
            && r.Table is 0 or PolicyTables.Main);
        return own is null ? rival.Destination.PrefixLength >= subnet.PrefixLength
            : rival.Table is not (0 or PolicyTables.Main) || rival.Destination.PrefixLength > subnet.PrefixLength
            || (rival.Destination.PrefixLength == subnet.PrefixLength && (rival.Metric < own.Metric
                || (rival.Metric == own.Metric && IsBefore(facts, rival, own))));
    }

    private static bool IsBefore(Snapshot facts, Route first, Route second)
    {
        Route found = facts.Routes.First(r => ReferenceEquals(r, first) || ReferenceEquals(r, second));
        return ReferenceEquals(found, first);
    }

    private static bool IsTunnel(Snapshot facts, Route route) => facts.Links.FirstOrDefault(l => l.Index == route.LinkIndex)
        ?.Kind is "tun" or "wireguard" or "ipip" or "gre" or "gretap" or "vti" or "xfrm" or "sit" or "ppp" or "ip6tnl";

    private static bool Holds(IPNetwork large, IPNetwork small) => large.PrefixLength <= small.PrefixLength
        && large.BaseAddress.AddressFamily == small.BaseAddress.AddressFamily && large.Contains(small.BaseAddress);

    private static IPNetwork Smaller(IPNetwork left, IPNetwork right) => left.PrefixLength >= right.PrefixLength ? left : right;

    private static string Text(Snapshot facts, Route route) =>
        (Questions.Is(route.Type, "unicast") ? "" : $"{route.Type} ") + $"{route.Destination}"
        + (route.Gateway is null ? "" : $" via {route.Gateway}")
        + (facts.Links.FirstOrDefault(l => l.Index == route.LinkIndex) is { } link ? $" dev {link.Name}" : "")
        + (route.Metric > 0 ? $" metric {route.Metric}" : "");

    private static string Remedy(ContainerNetwork network, IPNetwork subnet, string by) =>
        (network.IsDefaultBridge
            ? "Give the default bridge another range: \"bip\" in /etc/docker/daemon.json, then restart the engine."
            : $"Make {network.Name} again with another range (--subnet), or let the engine choose from others: "
                + "\"default-address-pools\" in /etc/docker/daemon.json.")
        + $"\nOr, where the route is wrong: ip route del {by}\nSee which way a packet takes: ip route get {subnet.BaseAddress}";
}
