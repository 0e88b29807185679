using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Names;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Proxy;

/// <summary>A proxy resolved a name when it took its configuration, the container has another address since, and requests go to the
/// old one. Only what the error log shows is said: a container that was started anew has most often the address that it had.</summary>
internal sealed class UpstreamMovedCheck : ICheck
{
    internal static readonly FindingDescriptor Moved = new(
        "CN6005", "The proxy holds an old address of its upstream", Severity.Error,
        "{0} still asks {1} for {2}, which {3}.");

    public IReadOnlyList<FindingDescriptor> Reports => [Moved];

    public FactKinds Needs => ProxyQuestions.Needs;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach ((RunningProxy proxy, ProxyRoute route) in facts.ProxyRoutes())
        {
            foreach (UpstreamServer server in route.Upstream.Where(s => s is { Resolve: false, UnixPath: null }
                && !IPAddress.TryParse(s.Host.Trim('[', ']'), out _)))
            {
                IReadOnlyList<IPAddress> now = UpstreamPlace.AddressesOf(facts, proxy, server.Host);
                ProxyLogSummary? failure = route.Failures.Where(f => IsUnreached(f.Kind)).OrderByDescending(f => f.Last)
                    .FirstOrDefault(f => AskedFor(f) is { } asked && asked.Port == server.Port && !now.Contains(asked.Address));
                if (now.Count > 0 && failure is not null)
                {
                    yield return About(facts, proxy, route, server, failure, now[0]);
                }
            }
        }
    }

    private static bool IsUnreached(ProxyErrorKind kind) =>
        kind is ProxyErrorKind.ConnectionRefused or ProxyErrorKind.HostUnreachable or ProxyErrorKind.ConnectTimeout;

    private static IPEndPoint? AskedFor(ProxyLogSummary failure) => failure.Upstream is { } text
        && IPEndPoint.TryParse(text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..], out IPEndPoint? address) ? address : null;

    private static Finding About(
        Snapshot facts, RunningProxy proxy, ProxyRoute route, UpstreamServer server, ProxyLogSummary failure, IPAddress now)
    {
        IPEndPoint asked = AskedFor(failure)!;
        Container? container = UpstreamPlace.ContainerOf(facts, proxy) is { } own
            ? ContainerNames.Resolve(facts, own, server.Host).Owners is [var owner, ..] ? owner : null
            : null;
        Container? other = facts.Containers.FirstOrDefault(c => c.IsRunning && c.Endpoints.Any(e => asked.Address.Equals(e.IPv4)));
        return Moved.About(
            route.Text(), proxy, asked.ToString(), server.Host,
            $"is {now} now" + (other is null ? "" : $"; {other.Name} has the old address")).At(proxy, route) with
        {
            Container = container?.Name ?? proxy.Container,
            Evidence =
            [
                ProxyQuestions.Evidence(failure),
                Questions.Read(
                    container is null ? "hosts" : $"{container.Engine} container {container.Name}",
                    $"{server.Host} is {now}" + (container?.StartedAt is { } started ? $", started {started.Text()}" : "")),
                route.Line(server.Source, $"server {server}"
                    + (proxy.LoadedAt is { } loaded ? $", resolved when the configuration was taken, {loaded.Text()}" : "")),
            ],
            Repairable = proxy.Container is not null || proxy.InHostNetwork,
            Remedy = $"At once: {facts.Reload(proxy)}\nFor good: a name that is resolved again: `resolver 127.0.0.11 valid=10s;` (Docker) and the name in a "
                + $"variable, `set $to {server.Host}; proxy_pass http://$to:{server.Port};`, or from nginx 1.27.3 on `server {server.Host}:{server.Port} resolve;` "
                + "with a `zone` in the upstream",
        };
    }
}
