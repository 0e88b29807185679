using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;
using ContainerNet.Paths;
using ContainerNet.Paths.Requests;

namespace ContainerNet.Checks.Proxy;

/// <summary>The findings that explain where the answers of a request part.</summary>
public static class RouteFindings
{
    /// <summary>Those of a diagnosis that are about the same place, and, for an upgrade that was seen to be lost, one of its own where the
    /// diagnosis could not know that WebSockets go there.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="walk">The request.</param>
    /// <param name="parting">Where the answers part.</param>
    /// <param name="findings">The findings of a diagnosis of the same facts.</param>
    public static IReadOnlyList<Finding> Of(Snapshot facts, RequestWalk walk, RouteParting parting, IReadOnlyList<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(walk);
        ArgumentNullException.ThrowIfNull(findings);
        HashSet<string> codes = [.. CodesOf(parting)];
        ProxyRoute? route = RouteOf(walk);
        List<Finding> about = [.. findings.Where(f => codes.Contains(f.Code) && Concerns(f, walk, route))];
        if (route is not null && !about.Exists(f => f.Code != "CN6009") && Seen(facts, walk, parting, route) is { } seen)
        {
            about.Add(seen with { HostName = facts.Host.Name });
        }

        about.InsertRange(0, findings.Where(f => s_ofPorts.Contains(f.Code) && AtUpstream(facts, walk, parting, f)));

        // What explains a finding stands before it.
        IEnumerable<Finding> causes = findings.Where(f => about.Exists(a => a.CausedBy == f.Code && Questions.Is(a.Container, f.Container)));
        return [.. causes.Concat(about).Concat(OnTheWay(walk, parting).SelectMany(p => Behind(facts, p, findings))).Distinct()];
    }

    /// <summary>What a container does not do for its published port.</summary>
    private static readonly string[] s_ofPorts = ["CN5001", "CN5002", "CN5005", "CN5006", "CN5011", "CN5012"];

    private static bool AtUpstream(Snapshot facts, RequestWalk walk, RouteParting parting, Finding finding) =>
        parting is RouteParting.UpstreamCloses or RouteParting.UpstreamRefuses or RouteParting.UpstreamSilent or RouteParting.Application
        && walk.Upstreams.Any(u => finding.Port is null ? Questions.Is(finding.Container, u.Application?.Container.Name)
            : finding.Port == u.Server.Port && UpstreamPlace.Of(facts, walk.Proxy, u.Server).IsHost);

    /// <summary>What one URL shows and no file alone: that WebSockets go to a location, that the application does not know a path.</summary>
    private static Finding? Seen(Snapshot facts, RequestWalk walk, RouteParting parting, ProxyRoute route) => parting switch
    {
        RouteParting.UpgradeLost => UpgradeLostCheck.About(facts, walk.Proxy, route),
        RouteParting.OldHttp => OldHttpCheck.About(facts, walk.Proxy, route),
        RouteParting.WrongScheme => SchemeMismatchCheck.About(facts, walk.Proxy, route, null),
        RouteParting.HostChanged => UpstreamClosesCheck.OnHost(
            facts, walk.Proxy, route, walk.Answer.Upstream!.Host ?? route.Pass.Host, walk.Request.Host ?? walk.Url.IdnHost),
        RouteParting.UriChanged => LocationNotReachedCheck.About(
            facts, walk.Proxy, route.Text(), route.Pass.Source ?? route.Source,
            $"{walk.Request.Target} is passed on as {walk.Answer.Upstream!.Target}, which the application does not know",
            [route.Passes(), route.Line(route.Source, route.Location)],
            LocationNotReachedCheck.WholePath(route)) with { Repairable = !route.Pass.HasVariables && facts.IsEditable(walk.Proxy, route.Source) },
        RouteParting.OtherLocation when walk.Rivals.FirstOrDefault(r => r.Location is not null && r.Reason != RivalReason.LongerPrefix)
            is { Location: { } lost } => LocationNotReachedCheck.About(
            facts, walk.Proxy, route.Text(), lost.Source, $"it takes {walk.Answer.Path}, and {lost} ({lost.Source}) does not",
            [route.Line(route.Source, route.Location), route.Line(lost.Source, $"{lost}")],
            "Make the one that is meant win: ^~ before a prefix keeps patterns from going before it, and the first pattern that fits wins"),
        _ => null,
    };

    /// <summary>Why a packet does not arrive: what the diagnosis knows, or else what stopped it.</summary>
    private static IEnumerable<Finding> Behind(Snapshot facts, PacketPath path, IReadOnlyList<Finding> findings) =>
        PathEnd.Of(facts, path) is not { } end ? []
            : KnownCauses.Of(end, facts, findings).ToList() is { Count: > 0 } known ? known : PathFindings.Explain(facts, path);

    /// <summary>The ways that a parting is about.</summary>
    private static IEnumerable<PacketPath> OnTheWay(RequestWalk walk, RouteParting parting) => (parting switch
    {
        RouteParting.ProxyUnreachable => [walk.Way],
        RouteParting.UpstreamUnreachable or RouteParting.UpstreamRefuses or RouteParting.UpstreamCloses => walk.Upstreams.Select(u => u.Way),
        _ => [],
    }).OfType<PacketPath>();

    private static IEnumerable<string> CodesOf(RouteParting parting) => parting switch
    {
        RouteParting.None => [],
        RouteParting.UpstreamRefuses or RouteParting.UpstreamUnreachable =>
            ["CN6001", "CN6002", "CN6005", "CN6009"],
        RouteParting.HostChanged => ["CN6009"],
        RouteParting.UpgradeLost => ["CN6003", "CN6009"],
        RouteParting.OldHttp => ["CN6004", "CN6009"],
        RouteParting.WrongScheme or RouteParting.WrongProtocol => ["CN6006", "CN6009"],
        RouteParting.UpstreamCloses or RouteParting.UpstreamSilent => ["CN6005", "CN6006", "CN6007", "CN6009"],
        RouteParting.UriChanged or RouteParting.OtherLocation => ["CN6008", "CN6009"],
        RouteParting.ProxyDiffers => ["CN6002", "CN6005", "CN6007", "CN6009"],
        _ => ["CN6009"],
    };

    /// <summary>The route that took the request; null when nobody is asked.</summary>
    private static ProxyRoute? RouteOf(RequestWalk walk) => walk.Answer.Upstream is null ? null : ProxyRoutes.Of(walk.Proxy)
        .FirstOrDefault(r => r.Source == (walk.Answer.Location ?? walk.Answer.Server?.Root)?.Source);

    private static bool Concerns(Finding finding, RequestWalk walk, ProxyRoute? route) =>
        (route is not null && finding.Subject == route.Text())
        || (finding.Code == "CN6009" && finding.Subject == walk.Proxy.ToString())
        || finding.Evidence.Any(e => Places(walk, route).Any(p => e.Source == $"{p}" || e.Source.StartsWith($"{p} ", StringComparison.Ordinal)));

    private static IEnumerable<SourceLine> Places(RequestWalk walk, ProxyRoute? route) =>
        new[] { route?.Source, route?.Pass.Source, walk.Answer.Location?.Source }.OfType<SourceLine>();
}
