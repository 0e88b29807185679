using System.Buffers;
using ContainerNet.Model.Ingresses;

namespace ContainerNet.Paths.Ingresses;

/// <summary>Tells of which URLs something else comes when one kind of ingress takes the place of another: a move away from ingress-nginx.</summary>
public static class RouteComparer
{
    private static readonly SearchValues<char> s_signs = SearchValues.Create("^$[](){}*+?|\\");

    /// <summary>The URLs that change.</summary>
    public static IEnumerable<RouteChange> Compare(IRouteChooser before, IRouteChooser after, IEnumerable<Uri> urls)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(urls);
        return from url in urls
            let old = before.Choose(url)
            let then = after.Choose(url)
            where !old.IsSame(then)
            select new RouteChange(url, old, then, KindOf(old, then));
    }

    /// <summary>URLs at the edges of every path that ingresses name: the path, with a slash, below it, longer by a letter, and in capitals. Nothing is
    /// made of patterns but their plain beginning.</summary>
    public static IEnumerable<Uri> Edges(IEnumerable<Ingress> ingresses)
    {
        ArgumentNullException.ThrowIfNull(ingresses);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (Ingress ingress in ingresses)
        {
            foreach (IngressRule rule in ingress.Rules)
            {
                string host = rule.Host.Replace("*", "any", StringComparison.Ordinal);
                foreach (string path in (rule.Paths ?? []).SelectMany(p => Around(p.Path)))
                {
                    if (host.Length > 0 && seen.Add($"{host}{path}") && Uri.TryCreate($"https://{host}{path}", UriKind.Absolute, out Uri? url))
                    {
                        yield return url;
                    }
                }
            }
        }
    }

    private static string[] Around(string path)
    {
        int end = path.AsSpan().IndexOfAny(s_signs);
        string plain = (end < 0 ? path : path[..end]).TrimEnd('/');
        return plain.Length == 0 ? ["/", "/x"] : [plain, $"{plain}/", $"{plain}/x", $"{plain}x", plain.ToUpperInvariant()];
    }

    private static RouteChangeKind KindOf(RouteChoice before, RouteChoice after) => (before, after) switch
    {
        ({ IsKnown: false }, _) or (_, { IsKnown: false }) => RouteChangeKind.Unknown,
        ({ Backend.Length: > 0 }, { Backend.Length: 0, RedirectTo.Length: 0 }) => RouteChangeKind.Lost,
        ({ Backend.Length: 0, RedirectTo.Length: 0 }, { Backend.Length: > 0 }) => RouteChangeKind.Gained,
        _ when before.RedirectTo != after.RedirectTo => RouteChangeKind.OtherRedirect,
        _ when before.Backend != after.Backend => RouteChangeKind.OtherService,
        _ when before.Target != after.Target => RouteChangeKind.OtherTarget,
        _ => RouteChangeKind.OtherRedirect,
    };
}
