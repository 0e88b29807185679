using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks.Host;

/// <summary>
/// An interface with a strict reverse path filter takes a packet only if the way back to its source leaves by the same
/// interface (net/ipv4/fib_frontend.c, fib_validate_source). Where the routes say otherwise, it drops without a word.
/// </summary>
internal sealed class ReversePathFilterCheck : ICheck, IPathCheck
{
    internal static readonly FindingDescriptor Strict = new(
        "CN1005",
        "The reverse path filter drops what comes in",
        Severity.Error,
        "Interface {0} drops what comes from {1}: its reverse path filter is strict, and {2}.")
    {
        ExplainedBy = ["CN2001", "CN2004", "CN2008"],
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Strict];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Settings | FactKinds.Links;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        List<ContainerNetwork> networks = [.. facts.NetworksInUse()];
        if (networks.Count == 0 || ReturnRoutes.MayFollowPolicy(facts))
        {
            yield break;
        }

        foreach (Link link in facts.Uplinks().UnionBy(facts.OutsideLinks(), l => l.Name).Where(l => IsStrict(facts, l)))
        {
            // Where a bridge holds a part of the uplink's range, two networks overlap, which is another fault.
            Route? back = ReturnRoutes.Elsewhere(facts, link)
                .FirstOrDefault(r => !networks.Exists(n => Questions.Is(n.Bridge, ReturnRoutes.NameOf(facts, r))));
            if (back is not null)
            {
                bool seen = facts.Neighbours.Any(n => n.LinkIndex == link.Index && back.Destination.Contains(n.Address));
                yield return About(facts, link, $"{back.Destination}", back) with
                {
                    Severity = seen ? Severity.Error : Severity.Warning,
                };
            }
        }

        foreach (ContainerNetwork network in networks)
        {
            if (facts.Link(network.Bridge!) is { } bridge && IsStrict(facts, bridge)
                && Misrouted(facts, network, bridge) is ({ } container, { } back))
            {
                yield return About(facts, bridge, $"container {container.Name}", back) with
                {
                    Engine = network.Engine,
                    Network = network.Name,
                };
            }
        }
    }

    public IEnumerable<Finding> Run(Snapshot facts, PacketPath path)
    {
        if (PathEnd.Of(facts, path) is not { Hop: { Reason: HopReason.ReversePathFilter } hop } end)
        {
            yield break;
        }

        Link? link = hop.InputInterface is { } name ? facts.Link(name) : null;
        Route? back = end.Packet.Source is { } source && !ReturnRoutes.MayFollowPolicy(facts)
            ? ReturnRoutes.To(facts, source) : null;
        string where = hop.InputInterface ?? "that the packet came in by";
        yield return end.Tell(facts, Strict.About(
            $"interface {where}", where, $"{end.Packet.Source?.ToString() ?? path.From}", WayBack(facts, link, back))) with
        {
            Interface = hop.InputInterface,
            Evidence = [PathTexts.Evidence(end), .. link is null ? [] : Settings(facts, link), .. Evidence(facts, back)],
            Remedy = link is null
                ? "sysctl -w net.ipv4.conf.INTERFACE.rp_filter=2, for the interface that the packet came in by"
                : Remedy(link),
            Repairable = link is not null,
        };
    }

    private static (Container Container, Route Back)? Misrouted(Snapshot facts, ContainerNetwork network, Link bridge)
    {
        foreach (Route back in ReturnRoutes.Elsewhere(facts, bridge))
        {
            if (facts.MembersOf(network).FirstOrDefault(c => c.Endpoints.Any(e => Questions.Is(e.Network, network.Name)
                && e.IPv4 is not null && back.Destination.Contains(e.IPv4))) is { } container)
            {
                return (container, back);
            }
        }

        return null;
    }

    private static Finding About(Snapshot facts, Link link, string source, Route back) =>
        Strict.About($"interface {link.Name}", link.Name, source, WayBack(facts, link, back)) with
        {
            Interface = link.Name,
            Evidence = [.. Settings(facts, link), .. Evidence(facts, back)],
            Remedy = Remedy(link),
            Repairable = true,
        };

    private static string WayBack(Snapshot facts, Link? link, Route? back) =>
        back is null || back.LinkIndex == link?.Index ? "the way back does not leave by the same interface"
        : $"the way back leaves by {ReturnRoutes.NameOf(facts, back)}";

    private static IEnumerable<Evidence> Settings(Snapshot facts, Link link)
    {
        yield return Questions.Read($"/proc/sys/net/ipv4/conf/{link.Name}/rp_filter", Own(facts, link) is int own ? $"{own}" : "not read");
        yield return Questions.Read("/proc/sys/net/ipv4/conf/all/rp_filter", facts.Setting(All)?.Value ?? "not read");
    }

    private static IEnumerable<Evidence> Evidence(Snapshot facts, Route? back) => back is null ? [] :
        [Questions.Read("ip route, table main", $"{back.Destination} dev {ReturnRoutes.NameOf(facts, back)}")];

    private static string Remedy(Link link)
    {
        string key = $"net.ipv4.conf.{KernelSetting.InKey(link.Name)}.rp_filter";
        return $"sysctl -w {key}=2\necho '{key} = 2' >> /etc/sysctl.d/zz-containernet.conf\n"
            + "which is loose mode: the source must be reachable by some interface. Or mend the route, where it is wrong.";
    }

    /// <summary>The kernel takes the larger of both values; 2 is loose.</summary>
    private static bool IsStrict(Snapshot facts, Link link) => Own(facts, link) is int own
        && facts.Setting(All)?.Value is "0" or "1"
        && (own == 1 || (own == 0 && Questions.Is(facts.Setting(All)?.Value, "1")));

    private static int? Own(Snapshot facts, Link link) => link.ReversePathFilter
        ?? (int.TryParse(
            facts.Setting($"net.ipv4.conf.{KernelSetting.InKey(link.Name)}.rp_filter")?.Value,
            System.Globalization.CultureInfo.InvariantCulture,
            out int value) ? value : null);

    private const string All = "net.ipv4.conf.all.rp_filter";
}
