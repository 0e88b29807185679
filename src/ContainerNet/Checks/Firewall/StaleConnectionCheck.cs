using System.Globalization;
using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>
/// Connection tracking decides once where a connection goes, with its first packet. A UDP client that never stops (syslog, DNS,
/// metrics) keeps its entry alive, and with it the way to a container that is gone, whatever the rules say by now. A client of
/// TCP begins a new connection instead, from another port.
/// </summary>
internal sealed class StaleConnectionCheck : ICheck
{
    // What is left of an entry when a packet came less than ten seconds ago, by the kernel's own limits: 30 s, and 120 s for
    // one that was answered (nf_conntrack_udp_timeout, nf_conntrack_udp_timeout_stream).
    private const int FreshSeconds = 20;
    private const int FreshStreamSeconds = 110;

    internal static readonly FindingDescriptor Stale = new(
        "CN3013",
        "A tracked connection still sends to a container that is gone",
        Severity.Error,
        "What {0} sends to {1} still goes to {2}: {3}.")
    {
        ExplainedBy = ["CN3002"],
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Stale];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Links;

    public bool CanRun(Snapshot facts) => facts.Has(Needs) && facts.Connections is not null;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach (IGrouping<(IPAddress Destination, int Port, IPAddress To), TrackedConnection> same in (facts.Connections ?? [])
            .Where(c => c.Protocol == Protocol.Udp && !c.Original.Destination.Equals(c.Reply.Source))
            .GroupBy(c => (c.Original.Destination, c.Original.DestinationPort, c.Reply.Source)))
        {
            if (NetworkOf(facts, same.Key.To) is { } network && Problem(facts, network, same.First()) is { } problem)
            {
                yield return About(network, [.. same], problem.Text, problem.Owner);
            }
        }
    }

    /// <summary>Why it cannot be meant to go there; null when it may well be.</summary>
    private static (string Text, ContainerPort? Owner)? Problem(Snapshot facts, ContainerNetwork network, TrackedConnection connection)
    {
        IPAddress to = connection.Reply.Source;
        List<ContainerPort> published = [.. facts.PublishedPorts().Where(p => p.Protocol == connection.Protocol
            && p.HostPort == connection.Original.DestinationPort && p.ContainerAddress is not null
            && (p.HostAddress is null || p.HostAddress.Equals(IPAddress.Any) || p.HostAddress.Equals(IPAddress.IPv6Any)
                || p.HostAddress.Equals(connection.Original.Destination)))];
        ContainerPort? owner = published.Find(p => p.ContainerAddress!.AddressFamily == to.AddressFamily);
        string instead = owner is null ? "" : $"; the port is {owner.Container}'s, at {owner.ContainerAddress}, now";

        Container? there = PathEnd.ContainerAt(facts, to);
        return there is null && !facts.Addresses.Any(a => a.Address.Equals(to))
                ? ($"no running container of network {network.Name} has that address{instead}", owner)
            : there is not null && owner is not null && !Questions.Is(there.Name, owner.Container) && !IsOf(facts, owner, to)
                ? ($"that is {there.Name}'s address now{instead}", owner)
            : null;
    }

    /// <summary>A container on several networks has several addresses, any of which may serve.</summary>
    private static bool IsOf(Snapshot facts, ContainerPort port, IPAddress address) => facts.Containers.Any(
        c => Questions.Is(c.Name, port.Container) && Questions.Is(c.Engine, port.Engine)
            && c.Endpoints.Any(e => address.Equals(e.IPv4) || address.Equals(e.IPv6)));

    private static ContainerNetwork? NetworkOf(Snapshot facts, IPAddress address) => facts.Networks.FirstOrDefault(
        n => n.Bridge is not null && Questions.Is(n.Driver, "bridge") && facts.EngineOf(n.Engine) is { Rootless: false }
            && n.Subnets.Any(s => s.Subnet.Contains(address)));

    private static Finding About(
        ContainerNetwork network, List<TrackedConnection> connections, string problem, ContainerPort? owner)
    {
        TrackedConnection first = connections[0];
        string port = Questions.PortText(first.Original.DestinationPort, first.Protocol);
        return Stale.About(
            $"port {port} to {first.Reply.Source}",
            Questions.Names(connections.Select(c => $"{c.Original.Source}")),
            Questions.AddressText(first.Original.Destination, first.Original.DestinationPort),
            first.Reply.Source,
            problem) with
        {
            // One that nobody uses any more is forgotten by itself in a moment.
            Severity = connections.Exists(IsInUse) ? Severity.Error : Severity.Warning,
            Engine = network.Engine,
            Network = owner is null ? network.Name : owner.Network,
            Container = owner?.Container,
            Port = first.Original.DestinationPort,
            Protocol = first.Protocol,
            Evidence = [.. connections.Take(4).Select(c => Questions.Read("conntrack -L -p udp", Text(c)))],
            Remedy = Command(first) + "\nThe client's next packet then makes a new entry, by the rules of now.",
            Repairable = true,
        };
    }

    private static bool IsInUse(TrackedConnection connection) =>
        connection.TimeoutSeconds is int left && left >= (connection.Answered ? FreshStreamSeconds : FreshSeconds);

    private static string Text(TrackedConnection c) => $"{Tuple(c.Original)}{(c.Answered ? "" : " [UNREPLIED]")} {Tuple(c.Reply)}"
        + (c.TimeoutSeconds is int left ? $", {left.ToString(CultureInfo.InvariantCulture)} s left" : "");

    private static string Tuple(TrackedTuple t) => string.Create(
        CultureInfo.InvariantCulture, $"src={t.Source} dst={t.Destination} sport={t.SourcePort} dport={t.DestinationPort}");

    private static string Command(TrackedConnection c) => string.Create(CultureInfo.InvariantCulture,
        $"conntrack -D -p udp --orig-dst {c.Original.Destination} --orig-port-dst {c.Original.DestinationPort} --reply-src {c.Reply.Source}");
}
