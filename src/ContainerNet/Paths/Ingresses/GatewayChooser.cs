using ContainerNet.Model.Ingresses;

namespace ContainerNet.Paths.Ingresses;

/// <summary>
/// HTTPRoutes as the Gateway API has them (gateway.networking.k8s.io/v1, HTTPRouteRule.matches): the most specific host, then an exact path, the
/// longest prefix, a method, the most headers, the most parameters; then the oldest route, its name, and its first rule. What only an implementation
/// decides, such as patterns, is not known.
/// </summary>
public sealed class GatewayChooser : IRouteChooser
{
    private readonly HttpRoute[] _routes;

    /// <summary>Of routes at one gateway.</summary>
    public GatewayChooser(IEnumerable<HttpRoute> routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        _routes = [.. routes.OrderBy(r => r.CreatedAt ?? DateTimeOffset.MaxValue).ThenBy(r => r.Key, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public string Name => "the Gateway API";

    /// <inheritdoc/>
    public RouteChoice Choose(Uri url, string method = "GET")
    {
        ArgumentNullException.ThrowIfNull(url);
        string path = PathElements.Of(url);
        (int Host, HttpRoute Route)[] hosted = [.. _routes.Select(r => (Host: HostRank(r, url.IdnHost), r)).Where(r => r.Host >= 0)];
        foreach (int rank in hosted.Select(h => h.Host).Distinct().OrderDescending())
        {
            (HttpRoute Route, HttpRouteRule Rule, HttpRouteMatch Match)[] matches = [.. hosted.Where(h => h.Host == rank).SelectMany(h => h.Route.Rules
                .SelectMany(r => (r.Matches.Count > 0 ? r.Matches : [new HttpRouteMatch { Place = r.Place }]).Select(m => (h.Route, r, m))))];
            if (matches.Any(m => m.Match.PathType == "RegularExpression" || m.Match.Headers.Concat(m.Match.Parameters).Any(h => h.Value is null)))
            {
                return new RouteChoice { IsKnown = false, Reason = "a rule of this host has a pattern, which the implementation decides" };
            }

            if (matches.Where(m => Fits(m.Match, url, path, method))
                .OrderByDescending(m => m.Match.PathType == "Exact").ThenByDescending(m => m.Match.Path.TrimEnd('/').Length)
                .ThenByDescending(m => m.Match.Method is not null).ThenByDescending(m => m.Match.Headers.Count).ThenByDescending(m => m.Match.Parameters.Count)
                .FirstOrDefault() is { Route: not null } best)
            {
                return Choice(best.Route, best.Rule, best.Match, url, path);
            }
        }

        return new RouteChoice { Status = 404, Reason = "no rule takes it" };
    }

    /// <summary>How well the hosts of a route fit: the name itself goes first, then the longest wildcard, which stands for any number of labels;
    /// -1 where none fits.</summary>
    private static int HostRank(HttpRoute route, string host) => route.Hosts.Count == 0 ? 0 : route.Hosts.Max(h =>
        h.Equals(host, StringComparison.OrdinalIgnoreCase) ? int.MaxValue
        : h.StartsWith("*.", StringComparison.Ordinal) && host.Length >= h.Length && host.EndsWith(h[1..], StringComparison.OrdinalIgnoreCase) ? h.Length : -1);

    /// <summary>No headers but those that every request has are known here, so that a match by headers fits none.</summary>
    private static bool Fits(HttpRouteMatch match, Uri url, string path, string method) =>
        (match.PathType == "Exact" ? match.Path == path : PathElements.IsPrefix(match.Path, path))
        && (match.Method is null || match.Method == method)
        && match.Headers.Count == 0
        && match.Parameters.All(p => url.Query.TrimStart('?').Split('&').Contains($"{p.Key}={p.Value}"));

    private static RouteChoice Choice(HttpRoute route, HttpRouteRule rule, HttpRouteMatch match, Uri url, string path)
    {
        string reason = $"{route.Key} {match}";
        if (rule.OtherFilters.Count > 0)
        {
            return new RouteChoice { IsKnown = false, Reason = $"{reason} has a filter of its implementation, {rule.OtherFilters[0]}" };
        }

        string prefix = match.PathType == "Exact" ? path : match.Path;
        if (rule.Redirect is { } redirect)
        {
            string scheme = redirect.Scheme ?? url.Scheme;
            int port = redirect.Port ?? (redirect.Scheme is null && !url.IsDefaultPort ? url.Port : scheme == "https" ? 443 : 80);
            string named = port == (scheme == "https" ? 443 : 80) ? "" : $":{port}";
            return new RouteChoice
            {
                Status = redirect.Status,
                RedirectTo = $"{scheme}://{redirect.Host ?? url.IdnHost}{named}{redirect.Path?.Apply(path, prefix) ?? path}{url.Query}",
                Reason = reason,
            };
        }

        return rule.Backends.Count == 0 ? new RouteChoice { Status = 500, Reason = $"{reason} has no backend" } : new RouteChoice
        {
            Backend = string.Join(", ", rule.Backends),
            Target = (rule.Rewrite?.Apply(path, prefix) ?? path) + url.Query,
            Reason = reason,
        };
    }
}
