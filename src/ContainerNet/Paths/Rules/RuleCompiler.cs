using System.Runtime.InteropServices;
using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Turns the rules of the model into arrays.</summary>
internal sealed class RuleCompiler
{
    /// <summary>The place of a chain that does not exist.</summary>
    public const int NoChain = -1;

    private readonly IReadOnlyList<FirewallChain> _chains;
    private readonly Dictionary<(FirewallTable Table, string Name), int> _places;
    private readonly MatchCompiler _matches;
    private readonly NatCompiler _nat;
    private readonly SetTables _sets;
    private readonly List<Condition> _conditions = [];
    private readonly List<Condition> _open = [];

    /// <summary>For these chains and sets.</summary>
    public RuleCompiler(IReadOnlyList<FirewallChain> chains, IReadOnlyList<FirewallSet> sets)
    {
        _chains = chains;
        _sets = new SetTables(sets);
        _matches = new MatchCompiler(_sets, RewrittenFields.Of(chains), _conditions);
        _nat = new NatCompiler(_sets);
        _places = new Dictionary<(FirewallTable, string), int>(chains.Count);
        for (int index = 0; index < chains.Count; index++)
        {
            _places.TryAdd((chains[index].Table, chains[index].Name), index);
        }

        Chains = new CompiledChain[chains.Count];
        Rules = new CompiledRule[chains.Sum(chain => chain.Rules.Count)];
    }

    /// <summary>The chains.</summary>
    public CompiledChain[] Chains { get; }

    /// <summary>The rules.</summary>
    public CompiledRule[] Rules { get; }

    /// <summary>The conditions.</summary>
    public Condition[] Conditions { get; private set; } = [];

    /// <summary>Does it.</summary>
    public void Run()
    {
        int at = 0;
        for (int index = 0; index < _chains.Count; index++)
        {
            FirewallChain chain = _chains[index];
            Chains[index] = new CompiledChain
            {
                First = at,
                End = at + chain.Rules.Count,
                Doubt = chain.RulesUnread == true ? $"the rules of chain {chain.Table} {chain.Name} were not read" : null,
                Source = chain,
            };
            foreach (FirewallRule rule in chain.Rules)
            {
                Rules[at++] = Of(rule);
            }
        }

        Conditions = [.. _conditions];
    }

    private CompiledRule Of(FirewallRule rule)
    {
        int first = _conditions.Count;
        bool changes = AddConditions(rule);
        (RuleAction action, int target, object? data) = ActionOf(rule);
        return new CompiledRule
        {
            First = first,
            Count = _conditions.Count - first,
            Action = action,
            Target = target,
            Data = data,
            IsPassive = action == RuleAction.Continue && !changes,
            Source = rule,
        };
    }

    /// <summary>Adds conditions and changes in the order of the rule, but, between two changes, what may hold or not behind what
    /// is certain: only ways that get there fork.</summary>
    /// <returns>Whether it changes anything.</returns>
    private bool AddConditions(FirewallRule rule)
    {
        bool changes = false;
        int segment = _conditions.Count;
        IReadOnlyList<RuleEffect> effects = RuleEffects.Of(rule);
        int effect = 0;
        for (int match = 0; match <= rule.Matches.Count; match++)
        {
            for (; effect < effects.Count && (effects[effect].AfterMatches <= match || match == rule.Matches.Count); effect++)
            {
                if (RuleEffects.ToCondition(effects[effect]) is Condition change)
                {
                    Settle(segment);
                    _conditions.Add(change);
                    segment = _conditions.Count;
                    changes = true;
                }
            }

            if (match < rule.Matches.Count)
            {
                _matches.Add(rule.Matches[match], rule);
            }
        }

        Settle(segment);
        return changes;
    }

    private void Settle(int from)
    {
        _open.Clear();
        int to = from;
        for (int index = from; index < _conditions.Count; index++)
        {
            if (_conditions[index].IsOpen)
            {
                _open.Add(_conditions[index]);
            }
            else
            {
                _conditions[to++] = _conditions[index];
            }
        }

        if (_open.Count > 0)
        {
            CollectionsMarshal.SetCount(_conditions, to);
            _conditions.AddRange(_open);
        }
    }

    private (RuleAction Action, int Target, object? Data) ActionOf(FirewallRule rule)
    {
        switch (rule.Action)
        {
            case RuleAction.Jump or RuleAction.Goto:
                return (rule.Action, Place(rule.Table, rule.Target), null);
            case RuleAction.VerdictMap:
                return Table(rule) is VerdictTable table
                    ? (RuleAction.VerdictMap, NoChain, table)
                    : (RuleAction.Unknown, NoChain, null);
            case RuleAction.Dnat or RuleAction.Snat or RuleAction.Masquerade or RuleAction.Redirect:
                return (rule.Action, NoChain, _nat.Of(rule));
            case RuleAction.Mark or RuleAction.NoTrack or RuleAction.Log or RuleAction.Trace or RuleAction.Mangle:
                return (RuleAction.Continue, NoChain, null);
            case RuleAction.Unknown when rule.Target is string text && (text.StartsWith("NFQUEUE", StringComparison.Ordinal)
                || text.StartsWith("queue", StringComparison.Ordinal)):
                return (RuleAction.Queue, NoChain, null);
            default:
                return (rule.Action, NoChain, null);
        }
    }

    private VerdictTable? Table(FirewallRule rule)
    {
        if (rule.Map is not RuleMap map || _sets.Elements(rule.Table, map) is not IReadOnlyList<SetElement> elements)
        {
            return null;
        }

        KeyTable keys = KeyTables.Of([.. map.Key], elements.Select(element => element.Key), out List<int> kept);
        return new VerdictTable(keys, [.. kept.Select(index => Verdict(rule.Table, elements[index].Value ?? ""))], map.Modulus);
    }

    private (RuleAction Action, int Target) Verdict(FirewallTable table, string text)
    {
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        string word = space < 0 ? text : text[..space];
        return word switch
        {
            "accept" => (RuleAction.Accept, NoChain),
            "drop" => (RuleAction.Drop, NoChain),
            "continue" => (RuleAction.Continue, NoChain),
            "return" => (RuleAction.Return, NoChain),
            "jump" => (RuleAction.Jump, Place(table, text[(space + 1)..])),
            "goto" => (RuleAction.Goto, Place(table, text[(space + 1)..])),
            _ => (RuleAction.Unknown, NoChain),
        };
    }

    private int Place(FirewallTable table, string? name) =>
        name is not null && _places.TryGetValue((table, name), out int place) ? place : NoChain;
}
