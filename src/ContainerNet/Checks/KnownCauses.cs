using ContainerNet.Checks.Firewall;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks;

/// <summary>Which findings of a snapshot say why a packet ended where it did.</summary>
internal static class KnownCauses
{
    /// <summary>The findings that explain the end: the right code, and about this packet's container, port, network and
    /// interface. Two faults on one host do not explain each other's drops.</summary>
    public static IEnumerable<Finding> Of(PathEnd end, Snapshot facts, IReadOnlyList<Finding> findings)
    {
        string[] codes = [.. end.IsFirewall ? OfFirewall(end, facts) : OfReason(end)];
        return findings.Where(f => codes.Contains(f.Code, StringComparer.Ordinal)
            && f.Role != FindingRole.Latent && Concerns(f, end.Path, facts) && AtInterface(f, end.Hop));
    }

    /// <summary>Is a finding about the container, port and network that a path is about?</summary>
    public static bool Concerns(Finding finding, PacketPath path, Snapshot facts) =>
        Agree(finding.Engine, path.Engine)
        && Agree(finding.Container, path.Container)
        && (finding.Port is null || path.Port is null || finding.Port == path.Port)
        && (finding.Protocol is null || finding.Protocol == path.Protocol)
        && (finding.Network is null || Touches(path, finding.Network, facts));

    private static bool Touches(PacketPath path, string network, Snapshot facts)
    {
        string? bridge = facts.Networks.FirstOrDefault(n => Questions.Is(n.Name, network)
            && Agree(n.Engine, path.Engine))?.Bridge;
        return path.Hops.Any(h => bridge is not null
                && (Questions.Is(h.InputInterface, bridge) || Questions.Is(h.OutputInterface, bridge)))
            || facts.Containers.Any(c => Questions.Is(c.Name, path.Container) && Agree(c.Engine, path.Engine)
                && c.Endpoints.Any(e => Questions.Is(e.Network, network)));
    }

    /// <summary>An interface's own fault stops only what passes it. A bridge that is down sees no packet at all.</summary>
    private static bool AtInterface(Finding finding, Hop hop) => finding.Interface is null
        || finding.Code is not ("CN1004" or "CN1005" or "CN3006")
        || (hop.InputInterface is null && hop.OutputInterface is null)
        || Questions.Is(finding.Interface, hop.InputInterface)
        || Questions.Is(finding.Interface, hop.OutputInterface);

    private static IEnumerable<string> OfReason(PathEnd end)
    {
        bool six = end.Packet.Destination?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        return end.Hop.Reason switch
        {
            HopReason.ForwardingOff => [six ? "CN1003" : "CN1001"],
            HopReason.ForwardingOffOnInterface => six ? ["CN1003"] : ["CN1004", "CN1001"],
            HopReason.ReversePathFilter => ["CN1005"],
            HopReason.NoRoute or HopReason.LinkDown or HopReason.NoNeighbour or HopReason.ClosedRoute =>
                ["CN2001", "CN2002", "CN2003", "CN2004", "CN2008", "CN5005"],
            HopReason.LoopbackClosed => ["CN1007"],
            HopReason.NotArrived => ["CN2002", "CN2003"],
            // In the container it is the application; on the host it is what should have translated or taken the packet.
            HopReason.NobodyListens => Questions.Is(end.Hop.Place, Hop.HostPlace)
                ? ["CN2006", "CN2007", "CN3001", "CN3002", "CN3011", "CN5003", "CN5005", "CN5006"]
                : ["CN5001", "CN5002", "CN5007"],
            null when end.Hop.Layer == HopLayer.Routing => ["CN1001", "CN1003", "CN1004", "CN1005", "CN1007", "CN2001", "CN2003", "CN2008"],
            _ => [],
        };
    }

    private static IEnumerable<string> OfFirewall(PathEnd end, Snapshot facts)
    {
        // Whatever stopped it, it should not have come there.
        if (end.MisroutedFrom(facts) is not null)
        {
            yield return "CN2001";
            yield return "CN2004";
            yield return "CN2008";
        }

        Hop hop = end.Hop;

        // An answer to a container's own address, which no other machine should have seen: engines drop that, from 28 on.
        if (end.IsReply && PathEnd.ContainerAt(facts, end.Packet.Destination) is not null
            && PathEnd.NetworkOf(facts, hop.InputInterface) is null)
        {
            yield return "CN3009";
        }

        FirewallBackend engines = DockerLayout.BackendOf(facts);
        if (hop.Backend is FirewallBackend.IptablesLegacy or FirewallBackend.IptablesNft && hop.Backend != engines)
        {
            yield return "CN3008";
        }

        bool inBridge = hop.InputInterface is not null && Questions.Is(hop.InputInterface, hop.OutputInterface);
        if (inBridge && Questions.Is(hop.Hook, "forward"))
        {
            yield return "CN1008";
        }
        else if (HopRules.CameThrough(facts, end, "DOCKER-USER"))
        {
            yield return "CN3010";
        }

        if (hop.Owner == RuleOwner.Firewalld)
        {
            yield return Questions.Is(hop.Hook, "forward") ? "CN3005" : "CN3006";
        }

        if (hop.Backend == engines && Questions.Is(hop.Family, "ip") && Questions.Is(hop.Chain, "FORWARD") && end.IsPolicy)
        {
            yield return "CN3004";
            yield return "CN3002";
        }

        // Docker's own last rule (before 28 the policy) drops what goes to an address or port that is not published any more.
        if (hop.Owner == RuleOwner.Docker && Questions.Is(hop.Hook, "forward"))
        {
            yield return "CN3002";
        }

        // A published port of a bridge is translated before routing. Its packet came to the input hook as it was sent.
        if (Questions.Is(hop.Hook, "input") && IsPublishedOnBridge(end.Path, facts))
        {
            yield return "CN3001";
            yield return "CN3002";
            yield return "CN3011";
            yield return "CN2006";
        }
    }

    private static bool IsPublishedOnBridge(PacketPath path, Snapshot facts) => path.Port is not null && facts.Containers.Any(
        c => Questions.Is(c.Name, path.Container) && Agree(c.Engine, path.Engine) && !c.IsHostNetwork
            && facts.EngineOf(c.Engine) is { Rootless: false });

    private static bool Agree(string? left, string? right) => left is null || right is null || Questions.Is(left, right);
}
