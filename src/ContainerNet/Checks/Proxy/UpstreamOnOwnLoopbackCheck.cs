using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Proxy;

/// <summary>A proxy in a container passes requests to 127.0.0.1, which there is the container itself and not the host.</summary>
internal sealed class UpstreamOnOwnLoopbackCheck : ICheck
{
    internal static readonly FindingDescriptor OwnLoopback = new(
        "CN6002", "The proxy's upstream is its own loopback", Severity.Error,
        "{0} passes {1} to {2}, which is its own loopback, where nobody listens; the host's is another{3}.");

    public IReadOnlyList<FindingDescriptor> Reports => [OwnLoopback];

    public FactKinds Needs => ProxyQuestions.Needs | FactKinds.Listeners;

    public IEnumerable<Finding> Run(Snapshot facts) =>
        from item in facts.ProxyRoutes()
        from server in item.Route.Upstream
        let place = UpstreamPlace.Of(facts, item.Proxy, server)
        where place is { IsOwnLoopback: true, Served: false } && !server.Down
        select About(facts, item.Proxy, item.Route, server, place.Container!);

    private static Finding About(Snapshot facts, RunningProxy proxy, ProxyRoute route, UpstreamServer server, Container own)
    {
        ContainerPort? published = facts.PublishedPorts().FirstOrDefault(p => p.HostPort == server.Port && p.Protocol == Protocol.Tcp);
        ContainerListener? onHost = facts.HostListeners.FirstOrDefault(l => l.Port == server.Port && l.Protocol == Protocol.Tcp);
        return OwnLoopback.About(
            route.Text(),
            proxy.ToString(),
            route.Text(),
            server.ToString(),
            published is not null ? $", where {published.Container} serves port {published.HostPort}"
                : onHost is not null ? $", where {onHost.ProcessName ?? "a process"} listens on {onHost.Port}" : "").At(proxy, route) with
        {
            Evidence =
            [
                route.Line(server.Source, $"server {server}, network mode of {own.Name}: {own.NetworkMode}"),
                Questions.Read($"/proc/{own.ProcessId}/net/tcp", $"nothing listens on {server.Port}/tcp in {own.Name}"),
                .. published is null ? Array.Empty<Evidence>() : [Questions.Read(
                    $"{published.Engine} container {published.Container}",
                    $"{Questions.AddressText(published.HostAddress, published.HostPort)} -> {Questions.AddressText(published.ContainerAddress, published.Port)}")],
                .. route.Said(),
            ],
            Repairable = route.Upstream.Count == 1 && OwnLoopbackExit.Of(facts, proxy, server) is not null
                && facts.IsEditable(proxy, server.Source ?? route.Source),
            Remedy = Remedy(facts, proxy, route, server, own, published),
        };
    }

    /// <summary>The ways out, and what each costs.</summary>
    private static string Remedy(
        Snapshot facts, RunningProxy proxy, ProxyRoute route, UpstreamServer server, Container own, ContainerPort? published)
    {
        string scheme = route.Pass.Scheme.Length > 0 ? route.Pass.Scheme : "http";
        bool podman = facts.EngineOf(own.Engine)?.Kind == EngineKind.Podman;
        Container? other = published is null ? null : facts.Containers.FirstOrDefault(
            c => Questions.Is(c.Name, published.Container) && Questions.Is(c.Engine, published.Engine));
        string? shared = other?.Endpoints.Select(e => e.Network).FirstOrDefault(n => own.Endpoints.Any(e => Questions.Is(e.Network, n)));
        List<string> ways = OwnLoopbackExit.Of(facts, proxy, server) is { } place
            ? [$"With the containers as they are: {place} in the place of {server} in {server.Source ?? route.Source}"] : [];
        if (published is not null && Questions.Is(published.Engine, own.Engine))
        {
            ways.Add($"On a network of both, by name: proxy_pass {scheme}://{published.Container}:{published.Port}; "
                + (shared is not null && !Questions.Is(shared, "bridge") && !Questions.Is(shared, "podman") ? $"(both are on {shared})"
                    : $"needs a network with names: {facts.Client(own.Engine, "network create web")}, and both containers on it; no port of the host is used"));
        }

        ways.Add(podman
            ? $"Through the host: proxy_pass {scheme}://host.containers.internal:{server.Port}; what listens on the host's 127.0.0.1 only is not reached"
            : $"Through the host: --add-host host.docker.internal:host-gateway and proxy_pass {scheme}://host.docker.internal:{server.Port}; "
                + "what listens on the host's 127.0.0.1 only is not reached, and the host's firewall must let the bridge in");
        string taken = Questions.Names(proxy.Configuration.Servers.SelectMany(s => s.Listens).Select(l => l.Port).Distinct()
            .Where(p => facts.HostListeners.Any(h => h.Port == p && h.Protocol == Protocol.Tcp))
            .Select(p => $"{p}"));
        ways.Add("--network host: 127.0.0.1 is the host's then; the container's ports are not kept apart from the host's"
            + (taken.Length > 0 ? $", and {taken} is in use there already" : ""));
        return string.Join('\n', ways);
    }
}
