using System.Net;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Proxy;

/// <summary>Where a proxy in a container reaches what it looks for on its own loopback, as the containers are now.</summary>
internal static class OwnLoopbackExit
{
    /// <summary>The names that engines give the host, where they were asked to (Docker) or always (Podman).</summary>
    private static readonly string[] s_hostNames = ["host.containers.internal", "host.docker.internal"];

    /// <summary>"web:80" on a network of both, or else the host's name or the gateway with the published port; null when one port alone is not
    /// meant, or when nobody is known to answer there.</summary>
    public static string? Of(Snapshot facts, RunningProxy proxy, UpstreamServer server)
    {
        ContainerPort[] meant = [.. facts.PublishedPorts()
            .Where(p => p.HostPort == server.Port && p.Protocol == Protocol.Tcp).DistinctBy(p => (p.Engine, p.Container, p.Port))];
        return UpstreamPlace.ContainerOf(facts, proxy) is { } own && UpstreamPlace.Of(facts, proxy, server).IsOwnLoopback && meant is [var port]
            ? Candidates(own, facts.EngineOf(own.Engine)?.Kind, port, server)
                .Where(c => UpstreamPlace.Of(facts, proxy, server with { Host = c.Host, Port = c.Port }).Served is true)
                .Select(c => $"{c.Host}:{c.Port}").FirstOrDefault()
            : null;
    }

    private static IEnumerable<(string Host, int Port)> Candidates(
        Container own, EngineKind? kind, ContainerPort meant, UpstreamServer server)
    {
        IEnumerable<string> names = kind == EngineKind.Podman ? s_hostNames : s_hostNames.Reverse();
        IEnumerable<(string, int)> name = meant.Engine == own.Engine ? [(meant.Container, meant.Port)] : [];
        return name
            .Concat(names.Where(n => own.Hosts?.Any(h => Questions.Is(h.Name, n)) == true).Select(n => (n, server.Port)))
            .Concat(own.Endpoints.Select(e => e.Gateway).OfType<IPAddress>().Select(g => (g.ToString(), server.Port)));
    }
}
