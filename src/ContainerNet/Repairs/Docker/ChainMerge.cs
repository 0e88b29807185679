namespace ContainerNet.Repairs.Docker;

/// <summary>
/// Puts the expected rules of one chain among the rules that stand there. Rules of others stay, in their order. Expected
/// rules that are there stay as well, unless they stand where packets reach them too late or too early.
/// </summary>
internal static class ChainMerge
{
    private const int Foreign = -1;

    /// <summary>Does a rule stand out of rank? One that stands twice is no sign of it: one copy goes.</summary>
    public static bool IsOutOfOrder(IReadOnlyList<string> now, IReadOnlyList<ExpectedRule> expected)
    {
        int[] places = Places(now, expected);
        return Kept(places, expected, exact: false).Count < places.Where(p => p != Foreign).Distinct().Count();
    }

    /// <summary>Merges.</summary>
    /// <param name="chain">The chain's name.</param>
    /// <param name="now">Its rules of now; null when it does not exist.</param>
    /// <param name="expected">The expected rules in the engine's order.</param>
    /// <param name="exact">True to restore that order also where it changes nothing.</param>
    /// <param name="stale">Which of the rules of now are overruled versions of an expected rule and must go.</param>
    public static ChainChange Merge(
        string chain, IReadOnlyList<string>? now, IReadOnlyList<ExpectedRule> expected, bool exact, Func<string, bool> stale)
    {
        IReadOnlyList<string> before = now ?? [];
        List<ExpectedRule> wanted = [.. expected.Where(r => !r.OnlyIfEmpty || before.Count == 0)];
        int[] places = Places(before, wanted);
        HashSet<int> kept = Kept(places, wanted, exact);
        List<int> removed = [];
        List<Entry> after = [];
        for (int i = 0; i < before.Count; i++)
        {
            if (places[i] == Foreign ? stale(before[i]) : !kept.Contains(i))
            {
                removed.Add(i);
            }
            else
            {
                after.Add(new Entry(before[i], places[i], IsNew: false));
            }
        }

        HashSet<int> present = [.. after.Select(e => e.Place)];
        for (int place = 0; place < wanted.Count; place++)
        {
            if (!present.Contains(place))
            {
                after.Insert(PositionFor(place, after, wanted), new Entry(wanted[place].Text, place, IsNew: true));
            }
        }

        return new ChainChange
        {
            Chain = chain,
            IsNew = now is null,
            Before = before,
            Removed = removed,
            After = [.. after.Select(e => e.Text)],
            Added = [.. Enumerable.Range(0, after.Count).Where(i => after[i].IsNew)],
        };
    }

    /// <summary>For each rule of now the place of the expected rule that it is, or <see cref="Foreign"/>.</summary>
    private static int[] Places(IReadOnlyList<string> now, IReadOnlyList<ExpectedRule> expected)
    {
        Dictionary<string, int> byText = new(StringComparer.Ordinal);
        for (int i = 0; i < expected.Count; i++)
        {
            byText.TryAdd(expected[i].Text, i);
        }

        return [.. now.Select(text => byText.TryGetValue(text, out int place) ? place : Foreign)];
    }

    /// <summary>Of a rule that stands twice, because the engine wrote it while a repair did, the first copy stays.</summary>
    private static HashSet<int> Kept(int[] places, IReadOnlyList<ExpectedRule> expected, bool exact) =>
    [
        .. Enumerable.Range(0, places.Length).Where(i => places[i] != Foreign)
            .GroupBy(i => exact ? "" : expected[places[i]].Group, StringComparer.Ordinal)
            .SelectMany(group => Kept([.. group], places, expected, exact))
            .Order()
            .DistinctBy(i => places[i]),
    ];

    /// <summary>
    /// The largest set of rules that may stay where they are: the longest subsequence whose ranks (or, when exact,
    /// places) do not fall. So the fewest rules are moved.
    /// </summary>
    private static HashSet<int> Kept(List<int> own, int[] places, IReadOnlyList<ExpectedRule> expected, bool exact)
    {
        int[] length = new int[own.Count];
        int[] previous = new int[own.Count];
        int last = -1;
        for (int i = 0; i < own.Count; i++)
        {
            length[i] = 1;
            previous[i] = -1;
            for (int j = 0; j < i; j++)
            {
                bool follows = exact
                    ? places[own[j]] < places[own[i]]
                    : expected[places[own[j]]].Rank <= expected[places[own[i]]].Rank;
                if (follows && length[j] + 1 > length[i])
                {
                    length[i] = length[j] + 1;
                    previous[i] = j;
                }
            }

            if (last < 0 || length[i] > length[last])
            {
                last = i;
            }
        }

        HashSet<int> kept = [];
        for (int i = last; i >= 0; i = previous[i])
        {
            kept.Add(own[i]);
        }

        return kept;
    }

    /// <summary>Beside its neighbour in the engine's order; without one where the engine would write it: at the top or the end.</summary>
    private static int PositionFor(int place, List<Entry> after, List<ExpectedRule> wanted)
    {
        ExpectedRule rule = wanted[place];
        int position = rule.Appended ? after.Count : 0;
        int neighbour = after
            .Where(e => e.Place != Foreign && e.Place < place && wanted[e.Place].Appended == rule.Appended)
            .Select(e => e.Place)
            .DefaultIfEmpty(Foreign)
            .Max();
        if (neighbour != Foreign)
        {
            position = after.FindLastIndex(e => e.Place == neighbour) + 1;
        }
        else
        {
            neighbour = after
                .Where(e => e.Place > place && wanted[e.Place].Appended == rule.Appended)
                .Select(e => e.Place)
                .DefaultIfEmpty(Foreign)
                .Min();
            position = neighbour == Foreign ? position : after.FindIndex(e => e.Place == neighbour);
        }

        bool Compares(Entry entry) => entry.Place != Foreign && wanted[entry.Place].Group == rule.Group;
        int lowest = after.FindLastIndex(e => Compares(e) && wanted[e.Place].Rank < rule.Rank) + 1;
        int highest = after.FindIndex(e => Compares(e) && wanted[e.Place].Rank > rule.Rank);
        return Math.Clamp(position, lowest, highest < 0 ? after.Count : highest);
    }

    private readonly record struct Entry(string Text, int Place, bool IsNew);
}
