using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model.Proxies;
using ContainerNet.Paths.Requests;

namespace ContainerNet.Probes.Proxies;

/// <summary>A walk, and what was seen of it, as one object a step.</summary>
public static class RouteRows
{
    /// <summary>What the facts let expect. Nothing was sent.</summary>
    public static IReadOnlyList<ProxyRouteTest> Predicted(RequestWalk walk, string hostName)
    {
        ArgumentNullException.ThrowIfNull(walk);
        return Of(walk, null, hostName);
    }

    /// <summary>No proxy takes the URL.</summary>
    public static ProxyRouteTest Missing(Uri url, string reason, string hostName)
    {
        ArgumentNullException.ThrowIfNull(url);
        return new ProxyRouteTest
        {
            Step = RouteStep.Verdict, Url = url.AbsoluteUri, Parting = RouteParting.NoProxy, Status = nameof(RouteParting.NoProxy),
            Reason = reason, HostName = hostName,
        };
    }

    internal static IReadOnlyList<ProxyRouteTest> Of(RequestWalk walk, RouteObservation? seen, string hostName)
    {
        List<ProxyRouteTest> rows = [Client(walk, seen?.Through)];
        if (walk.Answer.Outcome != RequestOutcome.NotListening)
        {
            rows.Add(Proxy(walk, seen?.Through));
        }

        for (int i = 0; i < walk.Upstreams.Count; i++)
        {
            SeenUpstream? observed = seen?.Upstreams[i];
            rows.Add(Upstream(walk, walk.Upstreams[i], observed?.AsProxy));
            rows.AddRange(new[] { observed?.Direct, observed?.Original }.OfType<SeenAnswer>().Select(a => Application(walk.Upstreams[i], a)));
        }

        (RouteParting parting, string reason) = seen is null ? PredictedParting.Of(walk) : ObservedParting.Of(walk, seen);
        rows.Add(new ProxyRouteTest
        {
            Step = RouteStep.Verdict,
            Url = walk.Url.AbsoluteUri,
            Location = walk.Location,
            Upstream = walk.Answer.Upstream?.Pass.Text ?? "",
            Status = $"{parting}",
            Parting = parting,
            Reason = reason,
            Evidence = Changes(walk),
        });
        return [.. rows.Select(r => r with
        {
            Engine = r.Engine ?? walk.Proxy.Engine,
            Container = r.Container ?? walk.Proxy.Container,
            HostName = hostName,
        })];
    }

    private static ProxyRouteTest Client(RequestWalk walk, SeenAnswer? through) => new()
    {
        Step = RouteStep.Client,
        Url = walk.Url.AbsoluteUri,
        Expected = walk.Way is null ? "Unknown" : $"{walk.Way.Verdict}",
        Status = through is null || through.Test is null ? "" : through.IsUnconnected ? through.Word : "connected",
        Address = walk.Address,
        Port = walk.Port,
        Path = walk.Way,
        Reason = walk.Way is { Verdict: not Paths.PathVerdict.Delivered } way ? way.Message
            : $"{walk.Proxy} takes it{(walk.Address is null ? "" : $" at {new IPEndPoint(walk.Address, walk.Port)}")}, asked from {walk.Vantage}",
    };

    private static ProxyRouteTest Proxy(RequestWalk walk, SeenAnswer? through) => new()
    {
        Step = RouteStep.Proxy,
        Url = walk.Url.AbsoluteUri,
        Expected = RouteWords.Expected(walk),
        Status = through is null || through.IsUnconnected ? "" : through.Word,
        Location = walk.Location,
        Upstream = walk.Answer.Upstream?.Pass.Text ?? "",
        Address = walk.Address,
        Port = walk.Port,
        Reason = through is null || through.IsUnconnected ? walk.Answer.Reason : through.Detail,
        Evidence = [.. walk.Answer.Steps.Select(Line), .. walk.Answer.Conditions.Select(c => Line(c, " (may answer otherwise)")),
            .. walk.Rivals.Where(r => r.Location is not null).Take(4).Select(r => Read($"{r.Location!.Source}", $"{r.Location} ({r.Reason})"))],
    };

    private static ProxyRouteTest Upstream(RequestWalk walk, UpstreamStop stop, SeenAnswer? asked)
    {
        UpstreamRequest request = walk.Answer.Upstream!;
        string words = stop.AddressSource.Length > 0 ? $"{stop.AddressSource}. " : "";
        return new ProxyRouteTest
        {
            Step = RouteStep.Upstream,
            Url = RouteWords.Url(request, stop.Server),
            Expected = stop.Way is null ? "Unknown" : $"{stop.Way.Verdict}",
            Status = asked?.Word ?? "",
            Upstream = request.Group is null ? request.Pass.Text : $"{request.Pass.Text} ({stop.Server})",
            Address = stop.Address,
            Port = stop.Server.UnixPath is null ? stop.Server.Port : null,
            Path = stop.Way,
            Reason = asked is not null ? asked.Detail : words + (stop.Way?.Message ?? ""),
            Evidence = [Read($"{stop.Server.Source ?? request.Pass.Source}", request.Group is null ? $"proxy_pass {request.Pass}" : $"server {stop.Server}"),
                Read("asked as", RouteWords.Headers(request)),
                .. request.Headers.Where(h => h.Source is not null).Select(h => Read($"{h.Source}", $"proxy_set_header {new ProxyHeader(h.Name, h.Value ?? "?", h.Source!)}"))],
        };
    }

    private static ProxyRouteTest Application(UpstreamStop stop, SeenAnswer answer) => new()
    {
        Step = RouteStep.Application,
        Url = answer.Url,
        Status = answer.Word,
        Upstream = $"{stop.Application}",
        Address = stop.Application!.Address,
        Port = stop.Application.Port,
        Engine = stop.Application.Container.Engine,
        Container = stop.Application.Container.Name,
        Reason = $"inside container {stop.Application.Container.Name}: {answer.Detail}",
    };

    private static List<Evidence> Changes(RequestWalk walk) => [.. walk.Proxy.ChangedFiles.Take(4)
        .Select(f => Read(f.File, "changed since the proxy took its configuration"))];

    private static Evidence Line(ProxyDirective directive) => Line(directive, "");

    private static Evidence Line(ProxyDirective directive, string words) => Read($"{directive.Source}", $"{directive}{words}");

    private static Evidence Read(string source, string value) => new() { Source = source, Value = value };
}
