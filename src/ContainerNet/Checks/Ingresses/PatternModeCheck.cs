using ContainerNet.Findings;
using ContainerNet.Model.Ingresses;
using ContainerNet.Paths.Ingresses;
using ContainerNet.Paths.Requests;

namespace ContainerNet.Checks.Ingresses;

/// <summary>
/// A path that is written as a pattern and taken word by word; and the other way round: a rewrite or use-regex of one Ingress turns the paths of
/// every Ingress of the host into patterns, without regard to case, open at their end, and the longest text first.
/// </summary>
internal sealed class PatternModeCheck : IIngressCheck
{
    private static readonly FindingDescriptor s_mode = new(
        "CN7008", "Paths of a host are matched otherwise than they were written", Severity.Warning, "{0}: {1}.");

    public IReadOnlyList<FindingDescriptor> Reports => [s_mode];

    public IEnumerable<Finding> Run(IngressFacts facts) =>
        [.. Refused(facts), .. Malformed(facts), .. facts.Configuration.Servers.SelectMany(s => s.UsesRegex ? Changed(facts, s) : Literal(facts, s))];

    /// <summary>Patterns in paths of a type that the webhook keeps for plain ones.</summary>
    private static IEnumerable<Finding> Refused(IngressFacts facts)
    {
        foreach (IngressExclusion exclusion in facts.Configuration.Excluded.Where(e => !e.IsForeign && e.Reason.StartsWith("its path ", StringComparison.Ordinal)))
        {
            Ingress ingress = exclusion.Ingress;
            (IngressRule rule, IngressPath path) = ingress.Rules.SelectMany(r => (r.Paths ?? []).Select(p => (r, p))).First(p => IngressAdmission.IsRefused(p.p));
            yield return s_mode.About(ingress.Subject(), ingress.Subject(), $"the webhook refuses it, because {exclusion.Reason}") with
            {
                Severity = Severity.Error,
                Evidence = [IngressWords.Evidence(rule.Host.Length > 0 ? rule.Host : IngressServer.AllHosts, ingress, path)],
                Remedy = $"Write pathType: ImplementationSpecific, and {facts.Set.Controller.AnnotationsPrefix}/use-regex: \"true\" where no rewrite-target is.",
            };
        }
    }

    /// <summary>A path that is no pattern, where it is taken for one.</summary>
    private static IEnumerable<Finding> Malformed(IngressFacts facts)
    {
        foreach (MalformedPath malformed in facts.Configuration.Malformed)
        {
            if (malformed.Location is { Ingress: { } ingress, Written: { } path })
            {
                yield return s_mode.About(
                    ingress.Subject(), IngressWords.Address(malformed.Server.Host, path),
                    $"it is taken for a regular expression and is none ({malformed.Fault}): nginx refuses the whole configuration, so that no change of any Ingress takes effect any more") with
                {
                    Severity = Severity.Error,
                    Evidence = [IngressWords.Evidence(malformed.Server.Host, ingress, path)],
                    Remedy = "Mend the path; write a backslash before what is meant as a letter.",
                };
            }
        }
    }

    private static IEnumerable<Finding> Literal(IngressFacts facts, IngressServer server)
    {
        foreach ((IngressServer _, IngressLocation _, Ingress ingress, IngressPath path) in
            server.WrittenPaths().Where(p => IngressWords.LooksLikePattern(p.Path.Path)))
        {
            string address = IngressWords.Address(server.Host, path);
            yield return s_mode.About(
                ingress.Subject(), address, "it is written as a pattern and taken word by word, because no Ingress of the host has use-regex or a rewrite, so that no request comes to it") with
            {
                Severity = Severity.Error,
                Evidence = [IngressWords.Evidence(server.Host, ingress, path)],
                Remedy = $"Write {facts.Set.Controller.AnnotationsPrefix}/use-regex: \"true\" into {ingress.Key}; it counts for all paths of the host.",
            };
        }
    }

    private static IEnumerable<Finding> Changed(IngressFacts facts, IngressServer server)
    {
        IngressLocation[] causes = [.. server.RegexCauses];
        HashSet<Ingress?> causing = new(causes.Select(c => c.Ingress), ReferenceEqualityComparer.Instance);
        WrittenPath[] changed = [.. server.WrittenPaths()
            .Where(p => !causing.Contains(p.Ingress) && !(p.Path.Path is "/" or "" && p.Path.Type != IngressPathType.Exact))];
        if (changed.Length == 0)
        {
            yield break;
        }

        int spaces = changed.Select(c => c.Ingress.Namespace).Distinct(StringComparer.Ordinal).Count();
        int ingresses = changed.Select(c => c.Ingress).Distinct(ReferenceEqualityComparer.Instance).Count();
        Ingress cause = causes[0].Ingress!;
        string others = causing.Count > 1 ? $" and {causing.Count - 1} more" : "";
        string host = server.Host == IngressServer.AllHosts ? "all hosts" : server.Host;
        (string From, string To, Ingress Taker)? lost = changed.Select(c => Lost(facts, server, c.Path)).FirstOrDefault(l => l is not null);
        string worst = lost is { } known ? $"; {known.From} comes to {known.To} of {known.Taker.Key}" : "";
        yield return s_mode.About(
            $"host {host}", $"host {host}",
            $"{cause.Key}{others} has a rewrite or use-regex, so that {Count(changed.Length, "path")} of {Count(ingresses, "other ingress")} in {Count(spaces, "namespace")} are patterns too: "
            + $"open at their end, without regard to case, the longest text first{worst}") with
        {
            Severity = lost is null ? Severity.Warning : Severity.Error,
            Evidence =
            [
                .. CauseOf(facts, cause) is { } annotation ? [IngressWords.Evidence(annotation)] : Array.Empty<Evidence>(),
                .. IngressWords.Some([.. changed.Select(c => IngressWords.Evidence(server.Host, c.Ingress, c.Path))]),
            ],
            Remedy = $"Give {cause.Key} a host of its own; or write the others as patterns that mean what they did: /path(/|$) with pathType: ImplementationSpecific.",
        };
    }

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : what.EndsWith('s') ? "es" : "s")}";

    private static IngressAnnotation? CauseOf(IngressFacts facts, Ingress ingress) =>
        ingress.Annotation($"{facts.Set.Controller.AnnotationsPrefix}/rewrite-target") ?? ingress.Annotation($"{facts.Set.Controller.AnnotationsPrefix}/use-regex");

    /// <summary>Who takes a plain path now, where that is somebody else; null where it reaches its own location, or that is not known.</summary>
    private static (string From, string To, Ingress Taker)? Lost(IngressFacts facts, IngressServer server, IngressPath path)
    {
        if (server.Host.StartsWith('*') || server.Host == IngressServer.AllHosts || IngressWords.LooksLikePattern(path.Path) || !path.Path.StartsWith('/'))
        {
            return null;
        }

        IngressAnswer answer = facts.Resolver.Resolve(new ClientRequest { Host = server.Host, Scheme = "https", Target = path.Path });
        return answer is { Outcome: not IngressOutcome.Unknown, Location: { Written: { } taken, Ingress: { } taker } } && !ReferenceEquals(taken, path)
            ? (IngressWords.Address(server.Host, path), taken.Path, taker) : null;
    }
}
