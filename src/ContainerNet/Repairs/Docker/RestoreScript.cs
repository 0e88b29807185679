using System.Globalization;
using System.Text;

namespace ContainerNet.Repairs.Docker;

/// <summary>
/// Writes the text for `iptables-restore --noflush`, one table at a time: the tool commits a table as one transaction.
/// New chains are made with -N, which fails when somebody made them meanwhile; the usual `:CHAIN - [0:0]` line would
/// empty such a chain instead.
/// </summary>
internal static class RestoreScript
{
    /// <summary>The text that makes the changes.</summary>
    public static string Forward(string table, IReadOnlyList<ChainChange> changes, string? forwardPolicy)
    {
        StringBuilder text = Begin(table);
        if (forwardPolicy is not null)
        {
            Line(text, $"-P FORWARD {forwardPolicy}");
        }

        foreach (ChainChange change in changes.Where(c => c.IsNew))
        {
            Line(text, $"-N {change.Chain}");
        }

        foreach (ChainChange change in changes)
        {
            foreach (int position in change.Removed.Reverse())
            {
                Line(text, Delete(change.Chain, change.Before, position));
            }

            Add(text, change.Chain, change.After, change.Added);
        }

        return text.Append("COMMIT\n").ToString();
    }

    /// <summary>The text that takes them back: exactly what was added goes, exactly what was removed comes back.</summary>
    public static string Back(string table, IReadOnlyList<ChainChange> changes, string? forwardPolicy)
    {
        StringBuilder text = Begin(table);
        foreach (ChainChange change in changes.Reverse())
        {
            foreach (int position in change.Added.Reverse())
            {
                Line(text, Delete(change.Chain, change.After, position));
            }

            Add(text, change.Chain, change.Before, change.Removed);
        }

        // -X refuses a chain that somebody put a rule into meanwhile: then the whole table stays as it is.
        foreach (ChainChange change in changes.Where(c => c.IsNew).Reverse())
        {
            Line(text, $"-X {change.Chain}");
        }

        if (forwardPolicy is not null)
        {
            Line(text, $"-P FORWARD {forwardPolicy}");
        }

        return text.Append("COMMIT\n").ToString();
    }

    /// <summary>By its text, so that a rule that moved meanwhile is still the one; by number only where copies exist.</summary>
    private static string Delete(string chain, IReadOnlyList<string> rules, int position) =>
        rules.Count(r => string.Equals(r, rules[position], StringComparison.Ordinal)) == 1
            ? $"-D {chain} {rules[position]}"
            : string.Create(CultureInfo.InvariantCulture, $"-D {chain} {position + 1}");

    /// <summary>Ascending, so that each number is right at the moment it is read.</summary>
    private static void Add(StringBuilder text, string chain, IReadOnlyList<string> rules, IReadOnlyList<int> positions)
    {
        for (int i = 0; i < positions.Count; i++)
        {
            bool atEnd = positions[i] == rules.Count - positions.Count + i;
            Line(text, atEnd
                ? $"-A {chain} {rules[positions[i]]}"
                : string.Create(CultureInfo.InvariantCulture, $"-I {chain} {positions[i] + 1} {rules[positions[i]]}"));
        }
    }

    private static StringBuilder Begin(string table) => new($"*{table}\n");

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
