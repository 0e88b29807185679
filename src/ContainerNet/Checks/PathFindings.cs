using ContainerNet.Checks.Firewall;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks;

/// <summary>
/// Joins what was found in facts with the paths of packets: a fault that a packet met gets that as evidence, a packet that was
/// stopped by something no finding knows gives a new one, and what contradicts the findings is said.
/// </summary>
public static class PathFindings
{
    /// <summary>The diagnosis with what the paths add to it, linked and in order. A path that was delivered, and one whose
    /// end was not seen, add no finding.</summary>
    /// <param name="diagnosis">What the checks made of the snapshot.</param>
    /// <param name="facts">The snapshot.</param>
    /// <param name="paths">Paths that were seen, or predicted.</param>
    /// <param name="filter">The filter that the diagnosis was made with. What it hides explains a drop all the same.</param>
    public static Diagnosis Merge(
        Diagnosis diagnosis, Snapshot facts, IReadOnlyList<PacketPath> paths, CheckFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(paths);
        IReadOnlyList<Finding> all = filter is null ? diagnosis.Findings : CheckRunner.Run(facts).Findings;
        List<Finding> findings = [.. diagnosis.Findings];
        List<NewFinding> added = [];
        foreach (PacketPath path in paths)
        {
            foreach (Finding shown in OpenPaths.Shown(path, facts, all))
            {
                Prove(findings, shown, PathTexts.Through(path));
            }

            if (PathEnd.Of(facts, path) is not { } end)
            {
                continue;
            }

            // Clients have the other family: where that fails too, its path says so, and where not, they take it.
            PacketPath? first = ByIPv4(path, paths);
            if (first is { Verdict: not PathVerdict.Delivered })
            {
                continue;
            }

            List<Finding> known = [.. KnownCauses.Of(end, facts, all)];
            foreach (Finding cause in known.Concat(Roots(known, path, facts, all)))
            {
                Prove(findings, cause, PathTexts.Evidence(end));
            }

            if (known.Count == 0)
            {
                added.AddRange(Explain(facts, path).Select(f => new NewFinding(
                    first is null || f.Severity < Severity.Warning ? f : f with { Severity = Severity.Warning }, PlaceOf(end))));
            }
        }

        findings.AddRange(added.GroupBy(n => (n.Finding.Code, n.Finding.Severity, n.Place)).Select(g => Join([.. g.Select(n => n.Finding)]))
            .Where(f => filter is null || filter.Wants(f, facts)));
        return diagnosis with { Findings = CheckRunner.Finish(CauseLinker.Link(findings, facts), facts) };
    }

    /// <summary>The path over IPv4 to the port that a predicted one goes to over IPv6, if it was asked for.</summary>
    private static PacketPath? ByIPv4(PacketPath path, IReadOnlyList<PacketPath> paths) => path.Observed || !Questions.IsIPv6(path.Packet.Destination) ? null
        : paths.FirstOrDefault(p => p.Port is not null && p.Port == path.Port && p.Protocol == path.Protocol
            && !Questions.IsIPv6(p.Packet.Destination) && Questions.Is(p.Engine, path.Engine) && Questions.Is(p.Container, path.Container) && Questions.Is(p.From, path.From));

    /// <summary>What explains a path by itself: the most fitting finding, or none.</summary>
    public static IReadOnlyList<Finding> Explain(Snapshot facts, PacketPath path)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(path);

        // Every drop by a rule is CN3003, unless something more is known of it.
        foreach (IPathCheck check in CheckCatalog.OnPaths.OrderBy(c => c is RuleDropCheck))
        {
            List<Finding> found = [.. check.Run(facts, path)];
            if (found.Count > 0)
            {
                return found;
            }
        }

        return [];
    }

    /// <summary>Where what was seen differs from what was found, a sentence each.</summary>
    /// <param name="merged">The diagnosis with the paths in it (<see cref="Merge"/>).</param>
    /// <param name="facts">The snapshot.</param>
    /// <param name="paths">The paths.</param>
    /// <param name="comparisons">What was predicted of the same packets, beside what was seen.</param>
    public static IReadOnlyList<string> Differences(
        Diagnosis merged, Snapshot facts, IReadOnlyList<PacketPath> paths, IReadOnlyList<PathComparison>? comparisons = null)
    {
        ArgumentNullException.ThrowIfNull(merged);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(paths);
        return
        [
            .. paths.Where(p => p.Observed).SelectMany(p => DifferencesOf(merged, facts, p))
                .Concat((comparisons ?? []).Where(c => c.Agreement == PathAgreement.Different).Select(Mispredicted))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>The facts changed meanwhile, or the walk is wrong: neither is hidden.</summary>
    private static string Mispredicted(PathComparison comparison) =>
        $"{NameOf(comparison.ActualPath)} is not as predicted (from {comparison.From}): {string.Join("; ", comparison.Differences)}.";

    private static string NameOf(PacketPath path) => path is { Port: int port, Container: { } container }
        ? $"Port {Questions.PortText(port, path.Protocol)} of {container}" : $"The way from {path.From} to {path.To}";

    private static IEnumerable<string> DifferencesOf(Diagnosis merged, Snapshot facts, PacketPath path)
    {
        string name = NameOf(path);

        // Only a packet from another machine refutes: what the host and its containers send takes other ways.
        if (path.Verdict == PathVerdict.Delivered && path.Port is not null && Questions.Is(path.From, External)
            && merged.Findings.FirstOrDefault(f => f.Port is not null && f.Severity == Severity.Error
                && f.Role != FindingRole.Latent && KnownCauses.Concerns(f, path, facts)) is { } refuted)
        {
            yield return $"{name} was reached from {path.From} and answered, although {refuted.Code} says: {refuted.Message}";
        }

        if (PathEnd.Of(facts, path) is { } end && Explain(facts, path).Count == 0
            && !KnownCauses.Of(end, facts, merged.Findings).Any())
        {
            yield return $"{name} did not answer {path.From}, and no finding explains what was seen: "
                + $"{PathTexts.Evidence(end).Value}.";
        }
    }

    private const string External = "External";

    /// <summary>The causes of causes: consequences are shown on demand only, and the proof must not be hidden with them.</summary>
    private static IEnumerable<Finding> Roots(
        List<Finding> known, PacketPath path, Snapshot facts, IReadOnlyList<Finding> all) =>
        all.Where(f => known.Exists(k => Questions.Is(k.CausedBy, f.Code)) && !known.Contains(f)
            && KnownCauses.Concerns(f, path, facts));

    /// <summary>One packet proves a fault as well as three hundred do.</summary>
    private static void Prove(List<Finding> findings, Finding proven, Evidence evidence)
    {
        int index = findings.FindIndex(f => Questions.Is(f.Code, proven.Code) && Questions.Is(f.Subject, proven.Subject));
        if (index < 0 || findings[index].Evidence.Any(e => Questions.Is(e.Source, evidence.Source))
            || findings[index].Evidence.Count(e => IsOfPath(e)) >= Witnesses)
        {
            return;
        }

        Finding finding = findings[index];
        findings[index] = finding with
        {
            Evidence = [.. finding.Evidence, evidence],

            // What could only be guessed from the rules has happened.
            Severity = finding.Severity == Severity.Info && CheckCatalog.Descriptor(finding.Code) is { } descriptor
                ? descriptor.Severity : finding.Severity,
        };
    }

    private const int Witnesses = 3;

    private static bool IsOfPath(Evidence evidence) => evidence.Source.StartsWith("trace from ", StringComparison.Ordinal)
        || evidence.Source.StartsWith("predicted path from ", StringComparison.Ordinal);

    /// <summary>One finding for a rule that stops several ports.</summary>
    private static Finding Join(List<Finding> same)
    {
        List<string> subjects = [.. same.Select(f => f.Subject).Distinct(StringComparer.Ordinal)];
        Finding first = same[0] with
        {
            Evidence = [.. same.SelectMany(f => f.Evidence).DistinctBy(e => (e.Source, e.Value)).Take(Witnesses + 3)],
        };
        return subjects.Count == 1 ? first : first with
        {
            Subject = Questions.Names(subjects),
            Message = $"{first.Message}; also met by {Questions.Names(subjects.Skip(1))}",
            Engine = Common(same.Select(f => f.Engine)),
            Container = Common(same.Select(f => f.Container)),
            Network = Common(same.Select(f => f.Network)),
            Port = Common(same.Select(f => f.Port?.ToString(System.Globalization.CultureInfo.InvariantCulture))) is null
                ? null : first.Port,
            Protocol = Common(same.Select(f => f.Protocol?.ToString())) is null ? null : first.Protocol,
        };
    }

    private static string? Common(IEnumerable<string?> values) =>
        values.Distinct(StringComparer.Ordinal).Take(2).ToList() is [{ } one] ? one : null;

    private static string PlaceOf(PathEnd end) => end.IsFirewall
        ? $"{end.Hop.Place} {HopRules.Place(end.Hop)} {end.Hop.Direction}"
        : $"{end.Hop.Place} {end.Hop.Reason} {end.Hop.InputInterface} {end.Hop.Direction}";

    /// <summary>A finding of a path, and where the path ended.</summary>
    private sealed record NewFinding(Finding Finding, string Place);
}
