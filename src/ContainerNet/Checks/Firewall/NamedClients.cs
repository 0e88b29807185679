using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Checks.Firewall;

/// <summary>Clients that the rules of a chain tell from others: by their addresses, or as members of a set.</summary>
/// <param name="Name">Who they are, as the rule says it: "198.51.100.0/24", "the set friends".</param>
/// <param name="First">The lowest of their addresses.</param>
/// <param name="Last">The highest.</param>
/// <param name="Rule">The rule.</param>
internal sealed record NamedClients(string Name, WideNumber First, WideNumber Last, FirewallRule Rule)
{
    // A list of a thousand that are banned is no different from one of some dozens.
    private const int Most = 64;

    /// <summary>Those that a chain names, and the chains that it jumps to.</summary>
    public static IEnumerable<NamedClients> In(Snapshot facts, FirewallChain chain) => Rules(facts, chain)
        .SelectMany(r => r.Matches.SelectMany(m => Of(facts, m, r))).DistinctBy(c => (c.First, c.Last)).Take(Most);

    /// <summary>The address of somebody whom no rule names, if there is one.</summary>
    public static WideNumber Stranger(IReadOnlyList<NamedClients> named, WideNumber usual) => named
        .SelectMany(n => new[] { n.First - 1, n.Last + 1 }).Where(a => a > 0 && a < uint.MaxValue).Prepend(usual)
        .FirstOrDefault(a => !named.Any(n => a >= n.First && a <= n.Last), usual);

    /// <summary>The same packet from another client.</summary>
    public static Packet Send(Packet packet, WideNumber source)
    {
        Packet copy = packet.Copy();
        copy.Source = source;
        copy.Connection!.Original = copy.Connection.Original with { Source = source };
        copy.Connection.Reply = copy.Connection.Reply with { Destination = source };
        return copy;
    }

    private static IEnumerable<NamedClients> Of(Snapshot facts, RuleMatch match, FirewallRule rule)
    {
        IEnumerable<(string Name, string Range)> ranges = match.Field switch
        {
            RuleField.SourceAddress => match.Values.Select(v => (v, v)),
            RuleField.Set => (facts.Sets ?? []).Where(s => s.Table is null && Questions.Is(s.Name, match.SetName))
                .SelectMany(s => (s.Elements ?? []).Take(1)).Select(e => ($"the set {match.SetName}", e.Key.Split(',')[0])),
            _ => [],
        };
        foreach ((string name, string range) in ranges)
        {
            if (AddressText.TryRange(range, out WideNumber low, out WideNumber high, out bool isIPv6) && !isIPv6)
            {
                yield return new NamedClients(name, low, high, rule);
            }
        }
    }

    private static IEnumerable<FirewallRule> Rules(Snapshot facts, FirewallChain chain)
    {
        HashSet<string> seen = [chain.Name];
        Queue<FirewallChain> open = new([chain]);
        while (open.TryDequeue(out FirewallChain? next))
        {
            foreach (FirewallRule rule in next.Rules)
            {
                yield return rule;
                if (rule is { Action: RuleAction.Jump or RuleAction.Goto, Target: { } name } && seen.Add(name)
                    && facts.Chains.FirstOrDefault(c => c.Table == chain.Table && Questions.Is(c.Name, name)) is { } target)
                {
                    open.Enqueue(target);
                }
            }
        }
    }
}
