using System.Globalization;
using ContainerNet.Hosting;

namespace ContainerNet.Repairs.Docker;

/// <summary>
/// A transaction of iptables-restore beside the rules of now: did it take effect, what of it is still there, and what did
/// somebody else change since. All of it follows from the step as it stands in the journal.
/// </summary>
internal sealed class RuleTransaction
{
    private const string RestoreSuffix = "-restore";
    private const int MostNamed = 2;

    private readonly CommandLine _restore;
    private readonly string _table;
    private readonly Dictionary<string, ChainLines> _before;
    private readonly Dictionary<string, ChainLines> _after;
    private readonly HashSet<string> _numbered;

    private RuleTransaction(
        CommandLine restore,
        string table,
        Dictionary<string, ChainLines> before,
        Dictionary<string, ChainLines> after,
        HashSet<string> numbered)
    {
        _restore = restore;
        _table = table;
        _before = before;
        _after = after;
        _numbered = numbered;
        string tool = restore.Arguments[0][..^RestoreSuffix.Length];
        Place = $"table {table} ({(tool.StartsWith("ip6", StringComparison.Ordinal) ? "ip6" : "ip")})";
        List = CommandLine.Of(tool, "--wait", "5", "--table", table, "--list-rules");
    }

    /// <summary>Prints the rules of now. It only reads: a table that is not there is not made by it.</summary>
    public CommandLine List { get; }

    /// <summary>The table, in words.</summary>
    public string Place { get; }

    /// <summary>The transaction of a step; null when the step is another kind of command.</summary>
    public static RuleTransaction? Of(CommandStep step)
    {
        if (step is not { Command.Input: { } forward, Inverse: { Input: { } back } restore }
            || !restore.Arguments[0].EndsWith(RestoreSuffix, StringComparison.Ordinal)
            || !forward.StartsWith('*'))
        {
            return null;
        }

        Dictionary<string, ChainLines> before = ChainLines.Of(step.Before.SelectMany(c => c.Output.Split('\n')));
        Dictionary<string, ChainLines> after = before.ToDictionary(c => c.Key, c => c.Value.Copy(), StringComparer.Ordinal);
        string[] lines = forward.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Skip(1).All(line => ChainLines.Apply(after, line))
            ? new RuleTransaction(restore, lines[0][1..], before, after, Numbered(back))
            : null;
    }

    /// <summary>Holds it against what <see cref="List"/> printed.</summary>
    /// <param name="listing">The rules of now.</param>
    /// <param name="finished">Is it known to have taken effect?</param>
    public RuleComparison Compare(string listing, bool finished)
    {
        Dictionary<string, ChainLines> now = ChainLines.Of(listing.Split('\n'));
        List<string> conflicts = [];
        HashSet<ChainState> states = [];
        foreach (string chain in _after.Keys)
        {
            states.Add(Judge(chain, now, finished, conflicts));
        }

        if (states.SetEquals([ChainState.Old]))
        {
            return RuleComparison.Nothing;
        }

        List<string> kept = [];
        string own = Own(now, kept);
        bool whole = states.SetEquals([ChainState.New]) && kept.Count == 0;
        kept.AddRange(Out(now).Select(line => $"'{line}' of {Place}, which it had taken out, has lost its place."));
        return new RuleComparison
        {
            IsOld = false,
            Conflicts = whole ? [] : [.. conflicts, .. kept],
            Own = own.Length == 0 ? null : _restore with { Input = $"*{_table}\n{own}COMMIT\n" },
        };
    }

    /// <summary>Which chains does the text change by number? Where such a chain was changed since, the number may be another rule's.</summary>
    private static HashSet<string> Numbered(string script)
    {
        HashSet<string> chains = new(StringComparer.Ordinal);
        foreach (string line in script.Split('\n'))
        {
            string[] words = line.Split(' ');
            if (words is ["-I" or "-D", _, { } number, ..] && int.TryParse(number, CultureInfo.InvariantCulture, out _))
            {
                chains.Add(words[1]);
            }
        }

        return chains;
    }

    private ChainState Judge(string chain, Dictionary<string, ChainLines> all, bool finished, List<string> conflicts)
    {
        IReadOnlyList<string> before = LinesOf(_before, chain);
        IReadOnlyList<string> after = LinesOf(_after, chain);
        IReadOnlyList<string> now = LinesOf(all, chain);
        if (now.SequenceEqual(after, StringComparer.Ordinal))
        {
            return ChainState.New;
        }

        List<string> added = ChainLines.Minus(after, before);
        List<string> removed = ChainLines.Minus(before, after);
        List<string> gone = [.. ChainLines.Minus(after, now).Where(added.Contains)];
        List<string> back = [.. ChainLines.Minus(now, after).Where(removed.Contains)];

        // An empty chain of that name is no sign of a transaction that may never have run: others make the same one.
        bool none = gone.Count == added.Count || (!finished && gone.Count > 0 && added.Except(gone).All(l => l[1] == 'N'));
        bool isOld = now.SequenceEqual(before, StringComparer.Ordinal)
            || (none && back.Count == removed.Count && added.Count + removed.Count > 0);
        if (!isOld && gone.Count + back.Count == 0 && !_numbered.Contains(chain))
        {
            return ChainState.New;
        }

        // Of a chain that is as before it is said only where the other ones tell that the transaction did take effect.
        if (isOld && gone.Count + back.Count > MostNamed)
        {
            conflicts.Add($"All that it changed in chain {chain} of {Place} is gone.");
            return ChainState.Old;
        }

        conflicts.AddRange(gone.Select(line => $"'{line}' of {Place}, which it had put there, is gone."));
        conflicts.AddRange(back.Select(line => $"'{line}' of {Place}, which it had taken out, is there again."));
        if (gone.Count + back.Count == 0)
        {
            string other = ChainLines.Minus(now, after).Concat(ChainLines.Minus(after, now)).FirstOrDefault() is { } line
                ? $"'{line}' came or went"
                : "its rules stand in another order";
            conflicts.Add($"Chain {chain} of {Place} was changed since ({other}), and its rules would go back to their places by number.");
        }

        return isOld ? ChainState.Old : ChainState.Moved;
    }

    /// <summary>The lines that take back what is still there of it. What must stay for the sake of others is added to the list.</summary>
    private string Own(Dictionary<string, ChainLines> all, List<string> kept)
    {
        List<string> rules = [], chains = [], policies = [];
        HashSet<string> mine = [.. _after.Keys.SelectMany(c => ChainLines.Minus(LinesOf(_after, c), LinesOf(_before, c)))];
        foreach (string chain in _after.Keys.Reverse())
        {
            IReadOnlyList<string> now = LinesOf(all, chain);
            List<string> added = ChainLines.Minus(LinesOf(_after, chain), LinesOf(_before, chain));
            List<string> there = ChainLines.Minus(added, ChainLines.Minus(added, now));
            foreach (string line in there)
            {
                (line[1] switch { 'N' => chains, 'P' => policies, _ => rules }).Add(line);
            }
        }

        rules.Reverse();
        IEnumerable<string> others = all.Values.SelectMany(c => c.Lines).Where(line => !mine.Contains(line));
        string? User(string chain) => others.FirstOrDefault(line => line.StartsWith($"-A {chain} ", StringComparison.Ordinal)
            || line.EndsWith($" {chain}", StringComparison.Ordinal) && line.Split(' ')[^2] is "-j" or "-g");
        foreach (string chain in chains.Select(line => line[3..]).ToList())
        {
            if (User(chain) is { } user)
            {
                kept.Add($"Chain {chain} of {Place} is in use by '{user}', which is somebody else's.");
                chains.Remove($"-N {chain}");
            }
        }

        return string.Concat(
        [
            .. rules.Select(line => $"-D {line[3..]}\n"),
            .. chains.Select(line => $"-X {line[3..]}\n"),
            .. policies.Select(line => $"-P {line.Split(' ')[1]} ACCEPT\n"),
        ]);
    }

    /// <summary>Lines that the transaction took out and that nobody put back.</summary>
    private IEnumerable<string> Out(Dictionary<string, ChainLines> all) => _after.Keys.SelectMany(chain => ChainLines.Minus(
        ChainLines.Minus(LinesOf(_before, chain), LinesOf(_after, chain)), LinesOf(all, chain)));

    private static IReadOnlyList<string> LinesOf(Dictionary<string, ChainLines> chains, string chain) =>
        chains.TryGetValue(chain, out ChainLines? found) ? found.Lines : [];

    private enum ChainState
    {
        Old, // as before the transaction, as far as it is concerned
        New, // as the transaction left it, as far as it is concerned
        Moved, // neither: somebody changed it since
    }
}
