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
                SkippedCodes = [.. skipped.Where(c => (c.Needs & gap.Facts) != FactKinds.None).SelectMany(Codes)
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
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
                SkippedCodes = [.. unasked.SelectMany(Codes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            };
        }
    }

    private static IEnumerable<string> Codes(ICheck check) => check.Reports.Select(d => d.Code);
}
