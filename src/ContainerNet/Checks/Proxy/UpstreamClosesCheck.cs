using System.Globalization;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Proxy;

/// <summary>The application closes before it has answered, or a WebSocket is silent for longer than the proxy waits: its error log
/// says so.</summary>
internal sealed class UpstreamClosesCheck : ICheck
{
    internal static readonly FindingDescriptor Closes = new(
        "CN6007", "The connection to the upstream ends early", Severity.Error, "{0} of {1}: {2}.")
    {
        ExplainedBy = ["CN5001", "CN5002", "CN6006"],
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Closes];

    public FactKinds Needs => ProxyQuestions.Needs;

    /// <summary>Who keeps a WebSocket open does so every 3 to 30 seconds: Action Cable 3, SignalR 15, socket.io 25, Phoenix 30.</summary>
    private static readonly TimeSpan s_usualPing = TimeSpan.FromSeconds(30);

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach ((RunningProxy proxy, ProxyRoute route) in facts.ProxyRoutes())
        {
            List<ProxyLogSummary> early = [.. EarlyEnds(route)];

            // A configuration has thousands of routes, and few of them fail.
            ContainerPort? port = early.Count > 0 ? PortOf(facts, proxy, route) : null;
            early.RemoveAll(f => IsOfFormer(facts, port, f));
            if (early.Count > 0)
            {
                yield return Early(facts, proxy, route, port, early);
            }

            // The log names no location: a silence concerns only those that let a WebSocket through.
            List<ProxyLogSummary> idle = [.. route.Failures.Where(f => f.Kind == ProxyErrorKind.UpgradedTimeout)];
            bool isShort = route.Settings.ReadTimeout is { Source: not null } timeout && timeout.Value < s_usualPing;
            if (route.Upgrade == UpgradeHandling.Passed && (idle.Count > 0 || isShort))
            {
                yield return Idle(facts, proxy, route, idle);
            }
        }
    }

    /// <summary>A request showed that it breaks off on the host that the proxy asks for, and answers to the client's.</summary>
    internal static Finding OnHost(Snapshot facts, RunningProxy proxy, ProxyRoute route, string asked, string wanted) => Closes.About(
        route.Text(), route.Text(), proxy, $"what listens there closes the connection when it is asked for {asked}, as the proxy does, and answers when it is asked for {wanted}")
        .At(proxy, route) with
    {
        Evidence =
        [
            route.Passes(),
            route.Line(HostLines.Own(route) ?? HostLines.Lost(route)?.Source, $"the proxy sends Host: {asked}"),
            .. route.Said(f => f.Kind is ProxyErrorKind.ClosedEarly or ProxyErrorKind.Reset),
        ],
        Repairable = facts.IsEditable(proxy, route.Source),
        Remedy = $"{AskForHost(route)}then {facts.Reload(proxy)}",
    };

    /// <summary>How a remedy begins that mends by asking for the client's host: a repair acts on this.</summary>
    internal static string AskForHost(ProxyRoute route) => $"In {route.Location} ({route.Source}): {HostLines.Line(route)}\n";

    private static IEnumerable<ProxyLogSummary> EarlyEnds(ProxyRoute route) =>
        route.Failures.Where(f => f.Kind is ProxyErrorKind.ClosedEarly or ProxyErrorKind.Reset);

    /// <summary>The port of a container that the route leads to, where it leads to one on the host.</summary>
    private static ContainerPort? PortOf(Snapshot facts, RunningProxy proxy, ProxyRoute route) => route.Upstream.Count == 0 ? null
        : facts.PublishedPorts().FirstOrDefault(p => p.Protocol == Protocol.Tcp && p.HostPort == route.Upstream[0].Port
            && UpstreamPlace.Of(facts, proxy, route.Upstream[0]).IsHost);

    /// <summary>Was it the application before the container was started, last?</summary>
    private static bool IsOfFormer(Snapshot facts, ContainerPort? port, ProxyLogSummary failure) => port is not null && failure.LastAt is { } last
        && facts.Containers.Any(c => c.Name == port.Container && c.Engine == port.Engine && last < c.StartedAt);

    private static Finding Idle(Snapshot facts, RunningProxy proxy, ProxyRoute route, List<ProxyLogSummary> failures)
    {
        Setting<TimeSpan> timeout = route.Settings.ReadTimeout;
        string seconds = timeout.Value.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        return Closes.About(
            route.Text(), route.Text(), proxy,
            failures.Count > 0 ? $"WebSockets were ended because they were silent for proxy_read_timeout, {seconds} s"
                : $"a WebSocket that is silent for {seconds} s is ended (proxy_read_timeout), and most applications say something every 15 to 30 s only").At(proxy, route) with
        {
            Severity = Severity.Warning,
            Evidence =
            [
                timeout.Source is null ? route.Line(null, $"no proxy_read_timeout; the default is {seconds} s")
                    : route.Line(timeout.Source, $"proxy_read_timeout {seconds}s"),
                .. failures.Select(ProxyQuestions.Evidence),
            ],
            Repairable = !EarlyEnds(route).Any() && facts.IsEditable(proxy, route.Source),
            Remedy = $"In {route.Location} ({timeout.Source ?? route.Source}): proxy_read_timeout 1h; proxy_send_timeout 1h;\nthen {facts.Reload(proxy)}\n"
                + $"or let one side send a ping more often than every {seconds} s. Test-WebSocket -IdleSeconds tells when it is cut off.",
        };
    }

    private static Finding Early(Snapshot facts, RunningProxy proxy, ProxyRoute route, ContainerPort? port, List<ProxyLogSummary> failures)
    {
        ProxyHeader? host = HostLines.Lost(route);
        Finding finding = Closes.About(
            route.Text(), route.Text(), proxy,
            $"{(port is null ? failures[0].Upstream : port.Container)} takes the request and closes the connection without an answer");
        return (port is null ? finding : finding.At(port)).At(proxy, route) with
        {
            Evidence =
            [
                route.Passes(),
                .. host is null ? Array.Empty<Evidence>()
                    : [route.Line(host.Source, $"proxy_set_header {host.Name} {host.Value}, which is lost here, where other headers are set: nginx asks for the address of proxy_pass")],
                .. failures.Select(ProxyQuestions.Evidence),
            ],
            Repairable = host is not null && facts.IsEditable(proxy, route.Source),
            Remedy = (host is null ? "" : $"{AskForHost(route)}then {facts.Reload(proxy)}\nIf it closes all the same:\n")
                + (port is null ? "See why the application closes: its own log says more."
                    : $"See why the application closes: {facts.Client(port.Engine, $"logs {port.Container}")}")
                + $"\nIf it speaks TLS there: proxy_pass {SchemeMismatchCheck.Other(route.Pass)}; Test-ProxyRoute tells.",
        };
    }
}
