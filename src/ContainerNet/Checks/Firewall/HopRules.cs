using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks.Firewall;

/// <summary>Hops of a path and the rules of a snapshot that they are.</summary>
internal static class HopRules
{
    /// <summary>The table of a hop, or null outside netfilter.</summary>
    public static FirewallTable? TableOf(Hop hop) => hop is { Backend: { } backend, Family: { } family, Table: { } table }
        ? new FirewallTable(backend, family, table)
        : null;

    /// <summary>The chain of a hop in the snapshot, or null.</summary>
    public static FirewallChain? ChainOf(Snapshot facts, Hop hop) => TableOf(hop) is { } table && hop.Chain is { } chain
        ? facts.Chain(table.Backend, table.Family, table.Name, chain)
        : null;

    /// <summary>The rule of a hop in the snapshot, or null.</summary>
    public static FirewallRule? Find(Snapshot facts, Hop hop) => ChainOf(facts, hop)?.Rules.FirstOrDefault(
        r => hop.Handle is long handle && r.Handle is not null
            ? r.Handle == handle
            : hop.Number is int number && r.Number == number);

    /// <summary>Do two hops stand in the same table?</summary>
    public static bool SameTable(Hop left, Hop right) => TableOf(left) is { } table && TableOf(right) == table;

    /// <summary>Did a packet that is in this chain at its end come by way of another one of the same table?</summary>
    public static bool CameThrough(Snapshot facts, PathEnd end, string chain) =>
        Questions.Is(end.Hop.Chain, chain)
        || end.Path.Hops.TakeWhile(h => h != end.Hop).Any(h => h.Action is HopAction.Jump or HopAction.Goto
            && h.Direction == end.Hop.Direction && SameTable(h, end.Hop) && Questions.Is(h.Chain, chain)
            && Questions.Is(Find(facts, h)?.Target, end.Hop.Chain));

    /// <summary>"inet site, chain input, handle 4".</summary>
    public static string Place(Hop hop)
    {
        string where = TableOf(hop) is { } table ? $"{table}" : hop.Table ?? "unknown table";
        string place = $"{where}, chain {hop.Chain ?? "unknown"}";
        return hop is { Backend: FirewallBackend.Nftables or null, Handle: long handle } ? $"{place}, handle {handle}"
            : hop.Number is int number ? $"{place}, rule {number}"
            : hop.Handle is long other ? $"{place}, handle {other}" : place;
    }

    /// <summary>The rule with its place, its counter and its writer.</summary>
    public static string Text(Hop hop) => $"{Place(hop)}: {hop.Rule ?? "a rule that was gone before it could be read"}"
        + (hop.Packets is long packets ? $" ({packets} packets, " : " (") + $"written by {Owner(hop)})";

    /// <summary>Who wrote it, with firewalld's zone.</summary>
    public static string Owner(Hop hop) => RuleTexts.Owner(hop.Owner) + (hop.Zone is null ? "" : $", zone {hop.Zone}");
}
