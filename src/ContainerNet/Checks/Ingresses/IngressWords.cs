using System.Buffers;
using ContainerNet.Findings;
using ContainerNet.Model.Ingresses;
using ContainerNet.Paths.Ingresses;

namespace ContainerNet.Checks.Ingresses;

/// <summary>Words that findings about ingresses share.</summary>
internal static class IngressWords
{
    private const int Shown = 5;

    private static readonly SearchValues<char> s_signs = SearchValues.Create("^$[](){}*+?|\\");

    /// <summary>"ingress web/shop".</summary>
    public static string Subject(this Ingress ingress) => $"ingress {ingress.Key}";

    /// <summary>"shop.test/app".</summary>
    public static string Address(string host, IngressPath path) => $"{(host == IngressServer.AllHosts ? "*" : host)}{(path.Path.Length > 0 ? path.Path : "/")}";

    /// <summary>A path of an Ingress with its place.</summary>
    public static Evidence Evidence(string host, Ingress ingress, IngressPath path) => new()
    {
        Source = path.Place.ToString(),
        Value = $"{ingress.Key}: {Address(host, path)} {path.Type?.ToString() ?? "without pathType"} -> {path.Backend}",
    };

    /// <summary>An annotation with its place.</summary>
    public static Evidence Evidence(IngressAnnotation annotation) => new() { Source = annotation.Place.ToString(), Value = annotation.ToString() };

    /// <summary>The first few, and how many more there are.</summary>
    public static IReadOnlyList<Evidence> Some(IReadOnlyCollection<Evidence> all) => all.Count <= Shown ? [.. all]
        : [.. all.Take(Shown), new Evidence { Source = "and more", Value = $"{all.Count - Shown}" }];

    /// <summary>The paths that ingresses wrote, each once, with the servers that they are in.</summary>
    public static IEnumerable<WrittenPath> WrittenPaths(this IngressConfiguration configuration) => configuration.Servers.SelectMany(WrittenPaths);

    /// <summary>Those of one server.</summary>
    public static IEnumerable<WrittenPath> WrittenPaths(this IngressServer server)
    {
        HashSet<IngressPath> seen = new(ReferenceEqualityComparer.Instance);
        foreach (IngressLocation location in server.Locations)
        {
            if (location is { Written: { } path, Ingress: { } ingress } && seen.Add(path))
            {
                yield return new WrittenPath(server, location, ingress, path);
            }
        }
    }

    /// <summary>Those that lead to the same port of a service.</summary>
    public static IEnumerable<(IngressUpstream Upstream, IReadOnlyList<WrittenPath> Paths)> ByUpstream(this IngressConfiguration configuration) =>
        configuration.WrittenPaths().GroupBy(p => (p.Location.InPlaceOf ?? p.Location.Upstream).Name, StringComparer.Ordinal)
            .Select(g => (g.First().Location.InPlaceOf ?? g.First().Location.Upstream, (IReadOnlyList<WrittenPath>)[.. g]));

    /// <summary>Has a path signs of a regular expression? A dot is none: names of files have them.</summary>
    public static bool LooksLikePattern(string path) => path.AsSpan().ContainsAny(s_signs);
}
