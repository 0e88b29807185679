namespace ContainerNet.Watching;

/// <summary>What one or more transactions of nf_tables did.</summary>
internal sealed record RuleCounts
{
    private const int Shown = 4;

    /// <summary>Complete transactions.</summary>
    public int Transactions { get; init; }

    /// <summary>Tables that were touched, as "ip filter".</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    public int RulesAdded { get; init; }

    public int RulesRemoved { get; init; }

    public IReadOnlyList<string> ChainsAdded { get; init; } = [];

    public IReadOnlyList<string> ChainsRemoved { get; init; } = [];

    public IReadOnlyList<string> TablesAdded { get; init; } = [];

    public IReadOnlyList<string> TablesRemoved { get; init; } = [];

    /// <summary>Elements and sets that came or went.</summary>
    public int SetChanges { get; init; }

    /// <summary>Policies, such as "FORWARD accept".</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>The generation of the rule set that it ended with.</summary>
    public uint Generation { get; init; }

    public RuleCounts Plus(RuleCounts later) => new()
    {
        Transactions = Transactions + later.Transactions,
        Tables = Union(Tables, later.Tables),
        RulesAdded = RulesAdded + later.RulesAdded,
        RulesRemoved = RulesRemoved + later.RulesRemoved,
        ChainsAdded = Union(ChainsAdded, later.ChainsAdded),
        ChainsRemoved = Union(ChainsRemoved, later.ChainsRemoved),
        TablesAdded = Union(TablesAdded, later.TablesAdded),
        TablesRemoved = Union(TablesRemoved, later.TablesRemoved),
        SetChanges = SetChanges + later.SetChanges,
        Policies = Union(Policies, later.Policies),
        Generation = later.Generation,
    };

    /// <summary>"12 rules added and 3 removed, chain DOCKER removed".</summary>
    public override string ToString()
    {
        List<string> parts = [];
        Add(parts, RulesAdded, "rule", "added");
        Add(parts, RulesRemoved, "rule", "removed");
        Add(parts, ChainsAdded, "chain", "added");
        Add(parts, ChainsRemoved, "chain", "removed");
        Add(parts, TablesAdded, "table", "added");
        Add(parts, TablesRemoved, "table", "removed");
        Add(parts, SetChanges, "change", "of sets");
        if (Policies.Count > 0)
        {
            parts.Add($"policy {Names(Policies)} now");
        }

        return parts.Count == 0 ? "nothing that has a name" : string.Join(", ", parts);
    }

    /// <summary>A few names, and how many there are besides.</summary>
    internal static string Names(IReadOnlyCollection<string> names) => names.Count <= Shown
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(Shown - 1))} and {names.Count - Shown + 1} more";

    private static void Add(List<string> parts, int count, string what, string done)
    {
        if (count > 0)
        {
            parts.Add($"{count} {what}{(count == 1 ? "" : "s")} {done}");
        }
    }

    private static void Add(List<string> parts, IReadOnlyList<string> names, string what, string done)
    {
        if (names.Count > 0)
        {
            parts.Add($"{what}{(names.Count == 1 ? "" : "s")} {Names(names)} {done}");
        }
    }

    // Lists keep what they show and a little more: a set of 20,000 chains that goes must not be carried along in names.
    private static IReadOnlyList<string> Union(IReadOnlyList<string> first, IReadOnlyList<string> second) =>
        second.Count == 0 ? first : [.. first.Concat(second).Distinct(StringComparer.Ordinal).Take(Most)];

    /// <summary>As many names as are kept.</summary>
    internal const int Most = 1000;
}
