using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Proxy;

/// <summary>Requests do not reach the location or the path that was meant for them. Only what is so for every request is said here:
/// a pattern that takes all, a server whose name another has already, slashes that are lost. Test-ProxyRoute tells it of one URL.</summary>
internal sealed class LocationNotReachedCheck : ICheck
{
    internal static readonly FindingDescriptor NotReached = new(
        "CN6008", "Requests do not reach the location meant for them", Severity.Warning, "{0} of {1}: {2}.");

    /// <summary>Patterns that fit every path, as people write them.</summary>
    private static readonly HashSet<string> s_all = new(StringComparer.Ordinal) { "/", "^/", "^", ".*", "^.*", "^.*$", "^/.*", "^/.*$", "/.*", "^(.*)$", "^/(.*)$", "^/(.*)", "." };

    public IReadOnlyList<FindingDescriptor> Reports => [NotReached];

    public FactKinds Needs => FactKinds.Proxies;

    public IEnumerable<Finding> Run(Snapshot facts) => (facts.Proxies ?? []).SelectMany(p =>
        Shadowed(facts, p).Concat(SameName(facts, p))).Concat(facts.ProxyRoutes().Select(r => Slash(facts, r.Proxy, r.Route)).OfType<Finding>());

    /// <summary>Patterns go before prefixes, and one that fits all paths leaves none to them (ngx_http_core_find_location).</summary>
    private static IEnumerable<Finding> Shadowed(Snapshot facts, RunningProxy proxy)
    {
        foreach (HttpServer server in proxy.Configuration.Servers)
        {
            (Location? taker, IReadOnlyList<Location> lost) = ShadowedBy(server);
            if (taker is not null && lost.Count > 0)
            {
                yield return About(facts, proxy, $"{server.Name} {lost[0]}", lost[0].Source,
                    $"{taker} ({taker.Source}) fits every path and goes before it, so that no request comes to {Questions.Names(lost.Select(l => l.ToString()))}",
                    [Questions.Read(taker.Source.ToString(), taker.ToString()), .. lost.Take(3).Select(l => Questions.Read(l.Source.ToString(), l.ToString()))],
                    $"Write {lost[0].ToString().Replace("location ", "location ^~ ", StringComparison.Ordinal)} where patterns must not go before it, or `location /` in the place of {taker}") with
                {
                    Severity = Severity.Error,
                    Repairable = lost.Any(l => l.Modifier == LocationModifier.Prefix) && facts.IsEditable(proxy, lost[0].Source),
                };
            }
        }
    }

    /// <summary>The pattern of a server that fits every path, and the locations that no request comes to for it. `/` is for what
    /// nothing else takes, and may well be left to a pattern.</summary>
    internal static (Location? Taker, IReadOnlyList<Location> Lost) ShadowedBy(HttpServer server)
    {
        List<Location> all = [.. server.Root.Locations];
        int at = all.FindIndex(l => l.Modifier is LocationModifier.Regex or LocationModifier.RegexIgnoreCase && s_all.Contains(l.Pattern));
        return at < 0 ? (null, []) : (all[at], [.. all.Where((l, i) => (l.Modifier == LocationModifier.Prefix && l.Pattern != "/")
            || (i > at && l.Modifier is LocationModifier.Regex or LocationModifier.RegexIgnoreCase))]);
    }

    /// <summary>nginx warns "conflicting server name ... ignored" at its start, and nobody reads it.</summary>
    private static IEnumerable<Finding> SameName(Snapshot facts, RunningProxy proxy)
    {
        Dictionary<(string Listen, string Name), HttpServer> taken = [];
        foreach (HttpServer server in proxy.Configuration.Servers)
        {
            foreach (Setting<string> name in server.Names)
            {
                HttpServer? first = null;
                foreach (Listen listen in server.Listens.Where(l => !taken.TryAdd(($"{l}", name.Value.ToLowerInvariant()), server)))
                {
                    first ??= taken[($"{listen}", name.Value.ToLowerInvariant())];
                }

                if (first is not null && first != server && name.Value.Length > 0)
                {
                    yield return About(facts, proxy, $"{server}", name.Source ?? server.Source,
                        $"the name {name.Value} is that of {first.Source} already, which takes every request",
                        [Questions.Read($"{name.Source}", $"server_name {name.Value}"), Questions.Read($"{first.Source}", $"server_name {name.Value}")],
                        "Put the locations of both into one server, or give one another name");
                }
            }
        }
    }

    private static Finding? Slash(Snapshot facts, RunningProxy proxy, ProxyRoute route) => LosesSlash(route) is not { } paths ? null
        : About(facts, proxy, route.Text(), route.Pass.Source ?? route.Source, $"{paths.Asked} is passed on as {paths.Sent}",
            [route.Passes(), route.Line(route.Source, route.Location)],
            $"End both with a slash, or neither: {(route.Around[^1].Pattern.EndsWith('/') ? $"proxy_pass {route.Pass}/;" : $"location {route.Around[^1].Pattern}/")}") with
        {
            Repairable = facts.IsEditable(proxy, route.Source),
        };

    /// <summary>A path as it is asked for and as it is passed on, where a slash is lost or doubled: what the location matched is cut off
    /// and what proxy_pass says put in its place, letter by letter. Null where all is well.</summary>
    internal static (string Asked, string Sent)? LosesSlash(ProxyRoute route)
    {
        string pattern = route.Around.Count > 0 && route.Around[^1].Modifier is LocationModifier.Prefix or LocationModifier.PreferredPrefix
            ? route.Around[^1].Pattern : "";
        string uri = route.Pass.HasVariables ? "" : route.Pass.Uri;
        if (pattern.Length < 2 || !uri.StartsWith('/') || uri.Contains('?', StringComparison.Ordinal) || pattern.EndsWith('/') == uri.EndsWith('/'))
        {
            return null;
        }

        string asked = pattern.EndsWith('/') ? $"{pattern}page" : $"{pattern}/page";
        return (asked, uri + asked[pattern.Length..]);
    }

    /// <summary>The way out where the application wants the path as the client asks for it.</summary>
    internal static string WholePath(ProxyRoute route) =>
        $"Where the application knows the whole path, write proxy_pass without one: proxy_pass {WithoutPath(route.Pass)}";

    /// <summary>"http://127.0.0.1:8003" of "http://127.0.0.1:8003/".</summary>
    internal static string WithoutPath(ProxyPass pass) => pass.Text[..^pass.Uri.Length];

    internal static Finding About(
        Snapshot facts, RunningProxy proxy, string subject, SourceLine source, string what, IReadOnlyList<Evidence> evidence, string remedy) =>
        NotReached.About(subject, subject, proxy, what) with
        {
            Engine = proxy.Engine,
            Container = proxy.Container,
            Role = proxy.ChangedFiles.Any(f => f.File == source.File) ? FindingRole.Latent : FindingRole.RootCause,
            Evidence = evidence,
            Remedy = $"{remedy}; then {facts.Reload(proxy)}",
        };
}
