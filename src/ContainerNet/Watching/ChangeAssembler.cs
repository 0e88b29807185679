namespace ContainerNet.Watching;

/// <summary>Makes changes of events that came together: a switch that the kernel copies to forty interfaces is one change, and
/// so are two hundred transactions of the same program. Pure.</summary>
internal static class ChangeAssembler
{
    /// <summary>As many changes of a kind are told one by one; what is beyond is told as one.</summary>
    private const int MostOfAKind = 12;

    /// <summary>The changes, in the order of their first events.</summary>
    public static IReadOnlyList<Draft> Combine(IReadOnlyList<Sighting> batch)
    {
        List<List<Sighting>> groups = [.. Attributed(batch)
            .GroupBy(s => (s.Kind, Subject: s.Kind == ChangeKind.Rules ? "" : s.Subject, s.Group))
            .Select(g => g.ToList())];
        IEnumerable<Draft> drafts = FoldSwitches(groups).Select(f => Merge(f.Group, f.Copies));
        return [.. drafts
            .GroupBy(d => d.Change.Kind)
            .SelectMany(kind => Bound([.. kind]))
            .OrderBy(d => d.Change.When)];
    }

    /// <summary>An engine calls iptables many times in a row, and some of these calls end before they can be looked at: they
    /// belong to the only program of that name whose unit or parent is known.</summary>
    private static IEnumerable<Sighting> Attributed(IReadOnlyList<Sighting> batch)
    {
        ILookup<string, Sighting> known = batch
            .Where(s => s.Rules is not null && IsKnown(s.By))
            .ToLookup(s => s.By!.Name, StringComparer.Ordinal);
        foreach (Sighting sighting in batch)
        {
            if (sighting.Rules is not null && sighting.By is { } by && !IsKnown(by)
                && known[by.Name].DistinctBy(s => s.Group).ToList() is [Sighting only])
            {
                yield return sighting with { Group = only.Group, By = only.By };
            }
            else
            {
                yield return sighting;
            }
        }
    }

    private static bool IsKnown(SeenProcess? process) => process is not null && (process.Unit is not null || process.ParentName.Length > 0);

    /// <summary>Forwarding of single interfaces that only followed the main switch goes with it.</summary>
    private static IEnumerable<(List<Sighting> Group, int Copies)> FoldSwitches(List<List<Sighting>> groups)
    {
        foreach (List<Sighting> group in groups)
        {
            Sighting last = group[^1];
            if (last.Kind != ChangeKind.Forwarding)
            {
                yield return (group, 0);
            }
            else if (last.Group.Length == 0)
            {
                yield return (group, groups.Count(g => Follows(g, last)));
            }
            else if (!groups.Any(g => g[^1].Kind == ChangeKind.Forwarding && Follows(group, g[^1])))
            {
                yield return (group, 0);
            }
        }
    }

    private static bool Follows(List<Sighting> group, Sighting main) => main.Group.Length == 0
        && group[^1].Kind == ChangeKind.Forwarding && group[^1].Group == main.Subject && group[^1].After == main.After;

    private static Draft Merge(List<Sighting> group, int copies)
    {
        Sighting first = group[0], last = group[^1];
        string what = last.Kind switch
        {
            ChangeKind.Rules => "",
            ChangeKind.Forwarding when first.Before == last.After => $"{last.Subject} was switched {first.After}, and {last.After} again.",
            ChangeKind.Forwarding when copies > 0 => $"{last.Subject} was switched {last.After}, on {copies - 1} interfaces and for new ones.",
            ChangeKind.Link when group.Count > 1 => LinkWords(first, last),
            ChangeKind.Unit when group.Count > 1 =>
                $"{last.Subject} went from {first.Before ?? "unknown"} to {string.Join(", ", group.Select(s => s.After))}.",
            _ => last.Words,
        };
        Draft draft = new(
            new NetChange
            {
                When = first.At,
                Kind = last.Kind,
                Subject = last.Subject,
                Before = first.Before,
                After = last.After,
                What = what,
                Events = group.Count + copies,
            },
            group.Select(s => s.By).LastOrDefault(b => b is { Name.Length: > 0 }) ?? last.By,
            group.Select(s => s.How).LastOrDefault(h => h is not null),
            last.Key,
            last.At);
        return last.Kind == ChangeKind.Rules ? WithRules(draft, group) : draft;
    }

    private static string LinkWords(Sighting first, Sighting last) => (first.Before, last.After) switch
    {
        (null, null) => $"Interface {last.Subject} came and went.",
        (null, string now) => $"Interface {last.Subject} came: {now}.",
        (_, null) => last.Words,
        (string was, string now) when was == now => $"Interface {last.Subject} changed and is {now} again.",
        (string was, string now) => $"Interface {last.Subject} is {now} now; it was {was}.",
    };

    private static Draft WithRules(Draft draft, List<Sighting> group)
    {
        RuleCounts counts = group.Select(s => s.Rules).OfType<RuleCounts>().Aggregate((sum, next) => sum.Plus(next));
        string who = draft.By is { Name.Length: > 0 } by ? by.Name : "Somebody";
        string times = counts.Transactions > 1 ? $" in {counts.Transactions} transactions" : "";
        string tables = RuleCounts.Names(counts.Tables);
        return draft with
        {
            Change = draft.Change with
            {
                Subject = tables.Length > 0 ? tables : "rules",
                What = $"{who} changed {(tables.Length > 0 ? tables : "the rules")}{times}: {counts}.",
                Events = counts.Transactions,
            },
        };
    }

    /// <summary>A flood is bounded: the first few, and the rest as one.</summary>
    private static List<Draft> Bound(List<Draft> drafts)
    {
        if (drafts.Count <= MostOfAKind)
        {
            return drafts;
        }

        List<Draft> rest = drafts[(MostOfAKind - 1)..];
        Draft first = rest[0];
        string names = RuleCounts.Names([.. rest.Select(d => d.Change.Subject).Distinct(StringComparer.Ordinal)]);
        return [.. drafts[..(MostOfAKind - 1)], first with
        {
            Change = first.Change with
            {
                Subject = $"{rest.Count} more",
                Before = null,
                After = null,
                What = $"{rest.Count} more changes of kind {first.Change.Kind} came together: {names}.",
                Events = rest.Sum(d => d.Change.Events),
            },
            Key = null,
            Until = rest[^1].Until,
        }];
    }
}
