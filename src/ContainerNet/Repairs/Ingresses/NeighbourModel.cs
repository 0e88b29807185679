using ContainerNet.Model.Ingresses;
using ContainerNet.Paths.Ingresses;
using ContainerNet.Paths.Requests;

namespace ContainerNet.Repairs.Ingresses;

/// <summary>Holds what the paths of others reach against what they reached before.</summary>
internal sealed class NeighbourModel
{
    private readonly List<(string Host, string Target, string Owner, string Path, bool IsOwn, string Before)> _samples = [];

    /// <summary>Of ingresses as they are.</summary>
    /// <param name="configuration">What the controller makes of them.</param>
    /// <param name="hosts">The hosts that may be touched.</param>
    /// <param name="repaired">The path that is repaired, which may change.</param>
    public NeighbourModel(IngressConfiguration configuration, IReadOnlyCollection<string> hosts, IngressPath repaired)
    {
        IngressResolver resolver = new(configuration);
        HashSet<IngressPath> seen = new(ReferenceEqualityComparer.Instance);
        foreach (IngressServer server in configuration.Servers)
        {
            string host = server.Host == IngressServer.AllHosts ? "unknown.invalid" : server.Host.Replace("*", "b", StringComparison.Ordinal);
            if (server.Host != IngressServer.AllHosts && !hosts.Contains(server.Host, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            foreach (IngressLocation location in server.Locations)
            {
                if (location is { Ingress: { } ingress, Written: { } path } && !ReferenceEquals(path, repaired) && seen.Add(path))
                {
                    foreach (string target in Samples(path.Path))
                    {
                        IngressAnswer answer = Ask(resolver, host, target);
                        _samples.Add((host, target, ingress.Key, path.Path, ReferenceEquals(answer.Location?.Written, path), Describe(answer)));
                    }
                }
            }
        }
    }

    /// <summary>What others lose, in words; and whose paths take more than they did.</summary>
    public (IReadOnlyList<string> Lost, IReadOnlyList<string> Wider) Compare(IngressConfiguration after)
    {
        IngressResolver resolver = new(after);
        List<string> lost = [];
        SortedSet<string> wider = new(StringComparer.Ordinal);
        foreach ((string host, string target, string owner, string path, bool isOwn, string before) in _samples)
        {
            IngressAnswer answer = Ask(resolver, host, target);
            string now = Describe(answer);
            if (now != before && isOwn)
            {
                lost.Add($"{host}{target} of {owner} would be {now} and not {before}");
            }
            else if (now != before && answer.Location is { Ingress: { } taker, Written: { } taken } && taker.Key == owner && taken.Path == path)
            {
                wider.Add($"{owner} ({path})");
            }
        }

        return (lost, [.. wider]);
    }

    /// <summary>Who answers a path, and with what in hand.</summary>
    public static string Describe(IngressAnswer answer) => answer.Outcome == IngressOutcome.Unknown ? $"not known: {answer.Reason}"
        : answer.Upstream is { } upstream && answer.Outcome is IngressOutcome.Passed or IngressOutcome.NoEndpoints
            ? $"{upstream.Namespace}/{upstream.Service}:{upstream.Port} {answer.Target ?? answer.Nginx.Upstream?.Target}"
        : $"{answer.Status} {answer.RedirectTo}".TrimEnd();

    private static IngressAnswer Ask(IngressResolver resolver, string host, string target) =>
        resolver.Resolve(new ClientRequest { Host = host, Scheme = "https", Target = target });

    /// <summary>The path itself, what is below it, and what only a pattern without an end would take.</summary>
    private static string[] Samples(string path)
    {
        string literal = IngressTarget.Literal(path);
        return [literal.Length > 0 ? literal : "/", $"{literal}/", $"{literal}/x", $"{literal}/x/y.z", $"{literal}x", $"{literal.ToUpperInvariant()}/x"];
    }
}
