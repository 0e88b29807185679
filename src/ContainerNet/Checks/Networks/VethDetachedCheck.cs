using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Networks;

/// <summary>
/// A container is joined to its bridge by a veth pair: one end in its namespace, the other a port of the bridge. Somebody took
/// the port off, or switched an end off, and the engine does not look at it again.
/// </summary>
internal sealed class VethDetachedCheck : ICheck
{
    internal static readonly FindingDescriptor Detached = new(
        "CN2002", "A container is not joined to its bridge", Severity.Error, "Container {0} is cut off from network {1}: {2}.")
    {
        ExplainedBy = ["CN2001"],
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Detached];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Listeners | FactKinds.Links;

    public bool CanRun(Snapshot facts) => facts.Has(Needs) && facts.Namespaces is not null;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach ((Container container, ContainerEndpoint endpoint, ContainerNetwork network, NetworkNamespace inside)
            in facts.Attachments())
        {
            // A bridge that is missing or down cuts all of them off: CN2001.
            if (!Questions.Is(network.Driver, "bridge") || network.Bridge is null
                || facts.Link(network.Bridge) is not { IsUp: true } bridge
                || Inner(inside, endpoint) is not { } inner)
            {
                continue;
            }

            if (!inner.IsUp)
            {
                yield return About(container, network, inner.Name, $"its interface {inner.Name} is down") with
                {
                    Evidence = [Seen(inside, inner), Promised(container, endpoint, network)],
                    Remedy = Restart(facts, container) + " (what goes down loses its routes, and the engine puts them back)",
                };
            }
            else if (Outer(facts, inner) is { } outer && Problem(facts, outer, bridge) is { } problem)
            {
                yield return About(container, network, outer.Name, $"{outer.Name}, the host's end of its cable, {problem.Text}") with
                {
                    Evidence = [Port(facts, outer), Seen(inside, inner), Promised(container, endpoint, network)],
                    Remedy = problem.Remedy.Length > 0 ? problem.Remedy : Restart(facts, container),
                    Repairable = problem.Remedy.Length > 0,
                };
            }
        }
    }

    /// <summary>What is wrong with the host's end, and the command that mends it; null when nothing is known to be.</summary>
    private static (string Text, string Remedy)? Problem(Snapshot facts, Link outer, Link bridge) =>
        outer.MasterIndex != bridge.Index
            ? ((outer.MasterIndex == 0 ? "is not attached to any bridge" : $"is attached to {NameOf(facts, outer.MasterIndex)}")
                + $" instead of {bridge.Name}", $"ip link set dev {outer.Name} master {bridge.Name}" + (outer.IsUp ? "" : " up"))
        : !outer.IsUp ? ("is down", $"ip link set dev {outer.Name} up")
        : outer is { PortForwards: false, HasCarrier: true }
            ? ($"is kept from passing frames on by bridge {bridge.Name} (spanning tree, or its state was set)", "")
        : null;

    /// <summary>The container's end: the interface that holds the endpoint's address.</summary>
    private static Link? Inner(NetworkNamespace inside, ContainerEndpoint endpoint)
    {
        IPAddress? wanted = endpoint.IPv4 ?? endpoint.IPv6;
        return inside.Addresses.FirstOrDefault(a => a.Address.Equals(wanted)) is { } address
            ? inside.Links.FirstOrDefault(l => l.Index == address.LinkIndex && Questions.Is(l.Kind, "veth"))
            : null;
    }

    /// <summary>The host's end. Indexes of two namespaces may be the same by chance, so that both must name each other.</summary>
    private static Link? Outer(Snapshot facts, Link inner) => inner.PeerIndex == 0 ? null : facts.Links.FirstOrDefault(
        l => l.Index == inner.PeerIndex && l.PeerIndex == inner.Index && Questions.Is(l.Kind, "veth"));

    private static Finding About(Container container, ContainerNetwork network, string link, string problem) =>
        Detached.About($"container {container.Name}", container.Name, network.Name, problem) with
        {
            Engine = container.Engine,
            Container = container.Name,
            Network = network.Name,
            Interface = link,
        };

    private static Evidence Port(Snapshot facts, Link outer) => Questions.Read(
        $"ip -d link show {outer.Name}",
        (outer.MasterIndex == 0 ? "no master" : $"master {NameOf(facts, outer.MasterIndex)}")
            + (outer.IsUp ? ", up" : ", down")
            + (outer.PortForwards is bool forwards ? forwards ? ", port state forwarding" : ", port state not forwarding" : ""));

    private static Evidence Seen(NetworkNamespace inside, Link inner) => Questions.Read(
        $"{inside.Id} link {inner.Name}", $"{(inner.IsUp ? "up" : "down")}, other end has index {inner.PeerIndex}");

    private static Evidence Promised(Container container, ContainerEndpoint endpoint, ContainerNetwork network) => Questions.Read(
        $"{container.Engine} container {container.Name}",
        $"{endpoint.IPv4 ?? endpoint.IPv6} on network {network.Name}, bridge {network.Bridge}");

    private static string NameOf(Snapshot facts, int index) =>
        facts.Links.FirstOrDefault(l => l.Index == index)?.Name ?? $"interface {index}";

    private static string Restart(Snapshot facts, Container container) =>
        $"{(facts.EngineOf(container.Engine)?.Kind == EngineKind.Docker ? "docker" : "podman")} restart {container.Name}";
}
