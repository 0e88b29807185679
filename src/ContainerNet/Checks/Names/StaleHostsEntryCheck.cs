using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Names;

/// <summary>A line of a container's /etc/hosts leads into a network of its engine, to an address that nobody has there.</summary>
internal sealed class StaleHostsEntryCheck : ICheck
{
    internal static readonly FindingDescriptor Stale = new(
        "CN4004", "A name stands for an address that nobody has", Severity.Warning,
        "In {0}, {1} is {2} by /etc/hosts, an address of network {3} that no running container has{4}.");

    public IReadOnlyList<FindingDescriptor> Reports => [Stale];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Listeners | FactKinds.Links;

    public IEnumerable<Finding> Run(Snapshot facts) =>
        from container in facts.Containers
        where container is { IsRunning: true, Hosts: not null } && IsWhole(facts, container.Engine)
        from entry in (container.Hosts ?? []).Where(h => !IsOfItself(container, h)).GroupBy(h => h.Address)
        let network = facts.Networks.FirstOrDefault(n => Questions.Is(n.Engine, container.Engine) && IsLocal(n, entry.Key))
        where network is not null && !IsTaken(facts, container.Engine, entry.Key)
        select About(facts, container, entry.Key, [.. entry.Select(e => e.Name).Distinct()], network);

    /// <summary>Only in a bridge of this host does every address belong to a container that we know.</summary>
    private static bool IsLocal(ContainerNetwork network, IPAddress address) => Questions.Is(network.Driver, "bridge")
        && network.Subnets.Any(s => s.Subnet.Contains(address) && !address.Equals(s.Gateway) && !address.Equals(s.Subnet.BaseAddress));

    /// <summary>Half a list of containers would leave addresses without owners.</summary>
    private static bool IsWhole(Snapshot facts, string engine) => facts.EngineOf(engine) is { } known
        && !facts.Gaps.Any(g => (g.Facts & FactKinds.Engines) != FactKinds.None && g.Source.Contains(known.Socket, StringComparison.Ordinal));

    /// <summary>Engines write a container's own names there; a container that left a network may keep such a line.</summary>
    private static bool IsOfItself(Container container, HostsEntry entry) =>
        Questions.Is(entry.Name, container.Name) || (entry.Name.Length >= 12 && container.Id.StartsWith(entry.Name, StringComparison.Ordinal));

    /// <summary>Does anybody have the address: a container by its engine's word, an interface anywhere, or a neighbour that answered,
    /// such as a virtual machine on the bridge? A container that its engine is starting again may be the one.</summary>
    private static bool IsTaken(Snapshot facts, string engine, IPAddress address) =>
        facts.Containers.Any(c => c.State is ContainerState.Running or ContainerState.Paused or ContainerState.Restarting or ContainerState.Unknown
            && Questions.Is(c.Engine, engine) && c.Endpoints.Any(e => address.Equals(e.IPv4) || address.Equals(e.IPv6)))
        || facts.Addresses.Any(a => a.Address.Equals(address))
        || (facts.Namespaces ?? []).Any(n => n.Addresses.Any(a => a.Address.Equals(address)))
        || facts.Neighbours.Any(n => n.Address.Equals(address) && n.State is "reachable" or "stale" or "delay" or "probe" or "permanent");

    private static Finding About(Snapshot facts, Container container, IPAddress address, IReadOnlyList<string> names, ContainerNetwork network)
    {
        Container? bearer = facts.Containers.FirstOrDefault(c => c != container && Questions.Is(c.Engine, container.Engine)
            && (names.Contains(c.Name, StringComparer.Ordinal) || c.Endpoints.Any(e => (e.Aliases ?? []).Intersect(names, StringComparer.Ordinal).Any())));
        bool isGiven = (container.ExtraHosts ?? []).Any(h => h.EndsWith(address.ToString(), StringComparison.Ordinal));
        string now = bearer is null ? ""
            : !bearer.IsRunning ? $"; {bearer.Name} does not run"
            : bearer.Endpoints.Select(e => e.IPv4 ?? e.IPv6).FirstOrDefault(a => a is not null) is { } moved ? $"; {bearer.Name} has {moved} now" : "";
        return Stale.About(
            $"name {names[0]} in {container.Name}", container.Name, Questions.Names(names), address, network.Name, now) with
        {
            Engine = container.Engine,
            Container = container.Name,
            Evidence =
            [
                Questions.Read($"/proc/{container.ProcessId}/root/etc/hosts", $"{address} {Questions.Names(names)}"),
                .. isGiven ? [Questions.Read($"{container.Engine} container {container.Name}, ExtraHosts", Questions.Names(
                    container.ExtraHosts!.Where(h => h.EndsWith(address.ToString(), StringComparison.Ordinal))))] : Array.Empty<Evidence>(),
                Questions.Read(
                    $"{container.Engine} network {network.Name}",
                    $"{Questions.Names(network.Subnets.Select(s => s.Subnet.ToString()))}; has {Questions.Names(Members(facts, network))}"),
            ],
            Remedy = $"Call the other by its name, on a network that both are on and that has names: {facts.Client(container.Engine, "network create web")}, and "
                + $"--network web for both. Then make {container.Name} again without {(isGiven ? $"--add-host {names[0]}:{address}" : "the line in its /etc/hosts")}: "
                + "an engine gives addresses anew at every start.",
        };
    }

    private static IEnumerable<string> Members(Snapshot facts, ContainerNetwork network) => facts.MembersOf(network)
        .SelectMany(c => c.Endpoints.Where(e => Questions.Is(e.Network, network.Name))
            .Select(e => $"{c.Name} {e.IPv4 ?? e.IPv6}"))
        .DefaultIfEmpty("no running container");
}
