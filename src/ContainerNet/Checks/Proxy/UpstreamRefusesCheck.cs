using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Proxy;

/// <summary>A proxy passes requests to an address where nobody listens: 502.</summary>
internal sealed class UpstreamRefusesCheck : ICheck
{
    internal static readonly FindingDescriptor Refuses = new(
        "CN6001", "Nothing listens at the proxy's upstream", Severity.Error, "{0} passes {1} to {2}, where {3}{4}.")
    {
        ExplainedBy = ["CN5004", "CN5005", "CN5006", "CN5009", "CN5011", "CN5012", "CN6005"],
        OnlyWithinContainer = true,
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Refuses];

    public FactKinds Needs => ProxyQuestions.Needs | FactKinds.HostListeners | FactKinds.Listeners;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach ((RunningProxy proxy, ProxyRoute route) in facts.ProxyRoutes())
        {
            List<(UpstreamServer Server, UpstreamPlace Place)> servers =
                [.. route.Upstream.Where(s => !s.Down).Select(s => (s, UpstreamPlace.Of(facts, proxy, s)))];
            foreach ((UpstreamServer server, UpstreamPlace place) in servers.Where(s => s.Place is { Served: false, IsOwnLoopback: false }))
            {
                bool othersServe = servers.Exists(s => s.Place.Served is not false);
                yield return About(facts, proxy, route, server, place) with
                {
                    Severity = othersServe ? Severity.Warning : Severity.Error,
                };
            }
        }
    }

    /// <summary>The port of the host that is meant, where one alone can be: published for the very port inside, and used by no other
    /// route.</summary>
    internal static int? PortThatIsMeant(Snapshot facts, RunningProxy proxy, ProxyRoute route)
    {
        if (route is not { Group: null, Upstream: [var server] } || !UpstreamPlace.Of(facts, proxy, server).IsHost)
        {
            return null;
        }

        HashSet<int> used = [.. Model.Proxies.ProxyRoutes.Of(proxy).SelectMany(r => r.Upstream).Select(s => s.Port)];
        int[] ports = [.. facts.PublishedPorts()
            .Where(p => p.Port == server.Port && p.Protocol == Protocol.Tcp && !used.Contains(p.HostPort)).Select(p => p.HostPort).Distinct()];
        return ports is [var port] ? port : null;
    }

    private static Finding About(Snapshot facts, RunningProxy proxy, ProxyRoute route, UpstreamServer server, UpstreamPlace place)
    {
        // A container that wants the port and does not run says more than a port without anybody.
        Container? wanting = place.IsHost ? facts.Containers.FirstOrDefault(c => c.PortBindings.Any(b => b.HostPort == server.Port)) : place.Container;
        string? instead = place.Instead(facts, server);
        return (Refuses.About(
            route.Text(),
            proxy.ToString(),
            route.Text(),
            server.ToString(),
            place.Deserted is { } network ? $"no container of network {network.Name} has the address" : "nobody listens",
            instead is not null ? $"; {instead}"
                : wanting is { IsRunning: false } ? $"; {wanting.Name} publishes that port and does not run" : "") with
        {
            Engine = wanting?.Engine,
            Container = wanting?.Name,
            Port = place.IsHost ? server.Port : null,
            Protocol = Protocol.Tcp,
            Evidence =
            [
                route.Line(server.Source, route.Group is null ? $"proxy_pass {route.Pass}" : $"upstream {route.Group.Name}: server {server}"),
                Questions.Read(
                    place.Container is { } container ? $"/proc/{container.ProcessId}/net/tcp"
                        : place.IsHost ? "/proc/1/net/tcp" : $"{place.Deserted?.Engine} network {place.Deserted?.Name}",
                    place.Deserted is null ? $"nothing listens on {server.Port}/tcp for {place.Addresses[0]}" : $"no member with {place.Addresses[0]}"),
                .. route.Said(),
            ],
            Repairable = PortThatIsMeant(facts, proxy, route) is not null && facts.IsEditable(proxy, server.Source ?? route.Source),
            Remedy = Remedy(facts, proxy, server, place, wanting, instead),
        }).At(proxy, route);
    }

    private static string Remedy(
        Snapshot facts, RunningProxy proxy, UpstreamServer server, UpstreamPlace place, Container? wanting, string? instead) =>
        wanting is { IsRunning: false } ? facts.Client(wanting.Engine, $"start {wanting.Name}")
        : place.Deserted is { } network
            ? $"Name the container in the place of its address, which changes, or publish a port and use that; then {facts.Reload(proxy)}\n"
                + $"Who is on the network now: {facts.Client(network.Engine, $"network inspect {network.Name}")}"
        : instead is not null ? $"Write the port that is served in the place of {server}, then {facts.Reload(proxy)}"
        : $"Start what should listen on {server}, or write where it does, then {facts.Reload(proxy)}";
}
