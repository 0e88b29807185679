using ContainerNet.Model;

namespace ContainerNet.Checks;

/// <summary>Writes the codes that could not be looked for into the gaps that are to blame.</summary>
internal static class SkippedChecks
{
    public static IEnumerable<Gap> Name(Snapshot facts, IReadOnlyList<ICheck> skipped)
    {
        foreach (Gap gap in facts.Gaps)
        {
            yield return gap.Partial ? gap : gap with
            {
                SkippedCodes = Sorted(skipped.Where(c => (c.Needs & gap.Facts) != FactKinds.None)),
            };
        }

        // Facts that nobody asked for leave no gap behind; without one the skipped checks would look like passed ones.
        List<ICheck> unasked = [.. skipped.Where(c => (c.Needs & ~facts.Collected) != FactKinds.None)];
        if (unasked.Count > 0)
        {
            FactKinds missing = unasked.Aggregate(FactKinds.None, (kinds, c) => kinds | (c.Needs & ~facts.Collected));
            yield return new Gap
            {
                Facts = missing,
                Source = "snapshot",
                Reason = $"these facts were not collected: {missing}",
                Remedy = "Collect a snapshot with all kinds of facts.",
                SkippedCodes = Sorted(unasked),
            };
        }

        foreach (Gap gap in Unread(facts, skipped))
        {
            yield return gap;
        }
    }

    /// <summary>Kinds that were read, and within them facts that were not: those of a container's inside, in snapshots of an
    /// earlier version or of a host that would not show them.</summary>
    private static IEnumerable<Gap> Unread(Snapshot facts, IReadOnlyList<ICheck> skipped)
    {
        List<ICheck> unread = [.. skipped.Where(c => facts.Has(c.Needs))];
        if (unread.Count > 0)
        {
            yield return new Gap
            {
                Facts = unread.Aggregate(FactKinds.None, (kinds, c) => kinds | c.Needs),
                Source = "snapshot",
                Reason = "the namespaces of containers, the tracked connections or the proxies were not read",
                Remedy = "Collect a new snapshot, as root.",
                Partial = true,
                SkippedCodes = Sorted(unread),
            };
        }
    }

    private static IReadOnlyList<string> Sorted(IEnumerable<ICheck> checks) =>
        [.. checks.SelectMany(Codes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Codes(ICheck check) => check.Reports.Select(d => d.Code);
}
