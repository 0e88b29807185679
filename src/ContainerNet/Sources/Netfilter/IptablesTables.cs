using System.Globalization;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>The tables, chains and rules of a text of iptables-save, as its lines come.</summary>
internal sealed class IptablesTables
{
    /// <summary>Ten times what the largest nodes of Kubernetes have, and as much as memory should be spent on.</summary>
    public const int MostRules = 1_000_000;

    private readonly FirewallBackend _assumed;
    private readonly string _family;
    private readonly MatchPool _matches = new();
    private readonly TextStore _texts = new();
    private readonly Dictionary<string, ChainLines> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChainLines>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<ChainLines> _declared = [];
    private readonly List<FirewallRule> _open = [];
    private IptablesRuleParser? _ruleParser;
    private FirewallTable? _table;
    private ChainLines? _chain;
    private int _rules;
    private (long? Packets, long? Bytes) _counters;

    /// <summary>Of one family; <paramref name="assumed"/> is the backend where the text names none.</summary>
    public IptablesTables(FirewallBackend assumed, string family)
    {
        _assumed = assumed;
        _family = family;
        _lookup = _lines.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The chains of the tables that have ended.</summary>
    public List<FirewallChain> Chains { get; } = [];

    /// <summary>Tables that only nft can show whole.</summary>
    public List<string> Incompatible { get; } = [];

    /// <summary>What in the text is not as iptables-save writes it, or null.</summary>
    public string? Damage { get; private set; }

    /// <summary>Notes that something is not as the tool writes it; the first counts.</summary>
    public void Damaged(string what) => Damage ??= what;

    /// <summary>"*filter".</summary>
    public void Begin(string name, FirewallBackend? backend)
    {
        if (_table is FirewallTable open)
        {
            Damaged("table " + open.Name + " has no COMMIT");
            End();
        }

        _table = new FirewallTable(backend ?? _assumed, _family, name);
        _ruleParser = new IptablesRuleParser(_table.Value, name => _lines.GetValueOrDefault(name)?.Chain.Name, _matches);
    }

    /// <summary>":FORWARD DROP [3:180]"; a chain that is only jumped to has the policy "-".</summary>
    public void AddChain(ReadOnlySpan<char> line)
    {
        int space = line.IndexOf(' ');
        if (_table is null || space <= 0)
        {
            Damaged("a chain outside a table: " + ToolText.Clean(line));
            return;
        }

        ReadOnlySpan<char> rest = line[(space + 1)..].TrimStart();
        int end = rest.IndexOf(' ');
        ReadOnlySpan<char> policy = end < 0 ? rest : rest[..end];
        bool isBase = policy is not "-";
        (long? packets, long? bytes) = end < 0 ? (null, null) : Counters(rest[end..].Trim());
        Declare(line[..space].ToString(), isBase ? Policy(policy) : null, isBase ? (packets, bytes) : (null, null));
    }

    /// <summary>"[1:60] -A FORWARD -j DROP": notes the chain and the counters, and gives what stands behind them.</summary>
    public bool TryBeginRule(ReadOnlySpan<char> line, out ReadOnlySpan<char> rule)
    {
        rule = line;
        _counters = (null, null);
        if (rule[0] == '[' && rule.IndexOf(']') is int close and > 0)
        {
            _counters = Counters(rule[..(close + 1)]);
            rule = rule[(close + 1)..].TrimStart();
        }

        if (_table is null || !rule.StartsWith("-A "))
        {
            Damaged("not understood: " + ToolText.Clean(line));
            return false;
        }

        rule = rule[3..].TrimStart();
        int space = rule.IndexOf(' ');
        ReadOnlySpan<char> name = space < 0 ? rule : rule[..space];
        if (_chain is null || !name.SequenceEqual(_chain.Chain.Name))
        {
            EndChain();
            _chain = Find(name);
        }

        rule = space < 0 ? [] : rule[(space + 1)..].Trim();
        return true;
    }

    /// <summary>Adds the rule that was begun; without words where they cannot be told apart.</summary>
    public void AddRule(ReadOnlySpan<char> text, List<string>? words)
    {
        if (++_rules > MostRules)
        {
            Damaged($"more than {MostRules} rules");
        }
        else if (_chain is ChainLines chain && _ruleParser is IptablesRuleParser parser)
        {
            _open.Add(parser.Parse(
                chain.Chain.Name, chain.Owner, chain.Rules.Count + _open.Count + 1, _texts.Add(text), words, _counters));
        }
    }

    /// <summary>COMMIT.</summary>
    public void End()
    {
        if (_table is null)
        {
            Damaged("a COMMIT outside a table");
            return;
        }

        EndChain();
        HashSet<string> bridges = RuleOwnership.DockerBridges(_declared.Select(chain => (chain.Owner, chain.Rules)));
        foreach (ChainLines chain in _declared)
        {
            if (chain.Owner == RuleOwner.Unknown)
            {
                RuleOwnership.Assign(chain.Rules, bridges);
            }

            Chains.Add(chain.Chain);
        }

        _declared.Clear();
        _lines.Clear();
        _table = null;
        _chain = null;
        _ruleParser = null;
    }

    /// <summary>The end of the text.</summary>
    public void EndText()
    {
        if (_table is FirewallTable open)
        {
            Damaged("the text ends before the COMMIT of table " + open.Name);
            End();
        }
    }

    // Rules of a chain come one behind the other, so that nearly every list is made once, of the right size.
    private void EndChain()
    {
        _chain?.Rules.AddRange(_open);
        _open.Clear();
    }

    private ChainLines Find(ReadOnlySpan<char> name)
    {
        if (_lookup.TryGetValue(name, out ChainLines? chain))
        {
            return chain;
        }

        // The tool declares every chain first: a rule without its chain is kept, and said.
        Damaged("a rule of chain " + ToolText.Clean(name) + ", which is not declared");
        return Declare(name.ToString(), null, (null, null));
    }

    private ChainLines Declare(string name, RuleAction? policy, (long? Packets, long? Bytes) counters)
    {
        RuleOwner owner = RuleOwnership.OfChainName(name);
        List<FirewallRule> rules = [];
        FirewallChain chain = IptablesBaseChains.WithHook(new FirewallChain
        {
            Table = _table!.Value,
            Name = name,
            Policy = policy,
            Packets = counters.Packets,
            Bytes = counters.Bytes,
            Owner = owner,
            Rules = rules,
        });
        ChainLines lines = new(chain, owner, rules);
        if (_lines.TryAdd(name, lines))
        {
            _declared.Add(lines);
        }

        return lines;
    }

    private static RuleAction Policy(ReadOnlySpan<char> policy) => policy switch
    {
        "ACCEPT" => RuleAction.Accept,
        "DROP" => RuleAction.Drop,
        _ => RuleAction.Unknown,
    };

    // "[12:640]"
    private static (long? Packets, long? Bytes) Counters(ReadOnlySpan<char> text)
    {
        int colon = text.IndexOf(':');
        return text is ['[', .., ']'] && colon > 0
            && long.TryParse(text[1..colon], NumberStyles.None, CultureInfo.InvariantCulture, out long packets)
            && long.TryParse(text[(colon + 1)..^1], NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
            ? (packets, bytes)
            : (null, null);
    }

    // The chain is whole when its table ends: until then the list of its rules grows.
    private sealed record ChainLines(FirewallChain Chain, RuleOwner Owner, List<FirewallRule> Rules);
}
