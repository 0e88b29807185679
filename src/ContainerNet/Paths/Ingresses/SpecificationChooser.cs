using ContainerNet.Model.Ingresses;

namespace ContainerNet.Paths.Ingresses;

/// <summary>
/// Ingresses as their specification has them, without any controller's additions: a host or a wildcard for its first label, the longest path that fits,
/// of equal length the exact one; nothing is rewritten. A path of type ImplementationSpecific is taken for a prefix where it is plain, and leaves the
/// answer unknown where it is not.
/// </summary>
public sealed class SpecificationChooser : IRouteChooser
{
    private readonly ILookup<string, (Ingress Ingress, IngressPath Path)> _paths;
    private readonly Dictionary<string, Ingress> _defaults = new(StringComparer.OrdinalIgnoreCase);
    private readonly Ingress? _catchAll;

    /// <summary>Of ingresses that somebody serves.</summary>
    public SpecificationChooser(IEnumerable<Ingress> ingresses)
    {
        ArgumentNullException.ThrowIfNull(ingresses);
        Ingress[] all = [.. ingresses];
        _paths = all.SelectMany(i => i.Rules.SelectMany(r => (r.Paths ?? []).Select(p => (r.Host, Ingress: i, Path: p))))
            .ToLookup(p => p.Host, p => (p.Ingress, p.Path), StringComparer.OrdinalIgnoreCase);
        _catchAll = all.FirstOrDefault(i => i is { DefaultBackend.Service: not null, Rules.Count: 0 });
        foreach (Ingress ingress in all.Where(i => i.DefaultBackend?.Service is not null))
        {
            foreach (IngressRule rule in ingress.Rules)
            {
                _defaults.TryAdd(rule.Host, ingress);
            }
        }
    }

    /// <inheritdoc/>
    public string Name => "the Ingress specification";

    /// <inheritdoc/>
    public RouteChoice Choose(Uri url, string method = "GET")
    {
        ArgumentNullException.ThrowIfNull(url);
        string path = PathElements.Of(url);
        int dot = url.IdnHost.IndexOf('.', StringComparison.Ordinal);
        foreach (string host in (string[])[url.IdnHost, dot > 0 ? $"*{url.IdnHost[dot..]}" : "", ""])
        {
            if (!_paths.Contains(host))
            {
                continue;
            }

            (Ingress Ingress, IngressPath Path)[] fitting = [.. _paths[host].Where(p => Fits(p.Path, path))
                .OrderByDescending(p => Text(p.Path).TrimEnd('/').Length).ThenByDescending(p => p.Path.Type == IngressPathType.Exact)];
            if (_paths[host].Any(p => IsUnclear(p.Path) && path.StartsWith(Plain(p.Path.Path), StringComparison.Ordinal)))
            {
                return new RouteChoice { IsKnown = false, Reason = $"a path of {host} is a pattern, which the specification leaves to the controller" };
            }

            if (fitting.Length > 0)
            {
                return To(fitting[0].Ingress, fitting[0].Path.Backend, url, Text(fitting[0].Path));
            }

            return _defaults.GetValueOrDefault(host) is { } ingress ? To(ingress, ingress.DefaultBackend!, url, "default backend") : Nobody(url);
        }

        return Nobody(url);
    }

    private static string Text(IngressPath path) => path.Path.Length > 0 ? path.Path : "/";

    private static bool Fits(IngressPath path, string asked) =>
        path.Type == IngressPathType.Exact ? Text(path) == asked : PathElements.IsPrefix(Text(path), asked);

    private static bool IsUnclear(IngressPath path) => path.Type is not (IngressPathType.Exact or IngressPathType.Prefix) && Plain(path.Path) != path.Path;

    /// <summary>What a path has in front of the first sign of a pattern.</summary>
    private static string Plain(string path)
    {
        int end = 0;
        while (end < path.Length && (char.IsAsciiLetterOrDigit(path[end]) || path[end] is '/' or '-' or '_' or '.' or '~'))
        {
            end++;
        }

        return path[..end];
    }

    private static RouteChoice To(Ingress ingress, IngressBackend backend, Uri url, string path) => new()
    {
        IsKnown = backend.Service is not null,
        Backend = $"{ingress.Namespace}/{backend.Service}:{backend.Port}",
        Target = url.PathAndQuery,
        Reason = $"{ingress.Key} {path}",
    };

    private RouteChoice Nobody(Uri url) => _catchAll is { DefaultBackend: { } backend } ? To(_catchAll, backend, url, "default backend")
        : new RouteChoice { Status = 404, Reason = "no rule takes it" };
}
