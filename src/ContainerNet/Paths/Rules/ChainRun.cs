using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Runs a packet through base chains (net/netfilter/nf_tables_core.c, nft_do_chain; ip_tables.c, ipt_do_table).</summary>
internal sealed class ChainRun
{
    // More jumps than that are no rule set that a kernel took (NFT_JUMP_STACK_SIZE is 16; x_tables counts its chains).
    private const int DeepestJump = 512;

    // A million rules are asked in a few milliseconds; rules that go round and round end here.
    private const int MostRules = 5_000_000;

    private readonly RuleSet _rules;
    private readonly PacketView _view;
    private readonly ConditionTest _test;
    private readonly RuleActs _acts;
    private readonly (int Chain, int Next)[] _stack = new (int, int)[DeepestJump];
    private bool _full;
    private int _depth;
    private int _asked;

    /// <summary>Through the chains of a rule set.</summary>
    public ChainRun(RuleSet rules, PacketView view)
    {
        _rules = rules;
        _view = view;
        _test = new ConditionTest(rules, view);
        _acts = new RuleActs(rules, view, _test);
    }

    /// <summary>The chain that decided.</summary>
    public FirewallChain? DecidingChain { get; private set; }

    /// <summary>The rule that decided; null for a policy.</summary>
    public FirewallRule? DecidingRule { get; private set; }

    /// <summary>Begins with a packet at a hook.</summary>
    public void Begin(IRouteFacts routes, Forks forks, List<RuleStep>? steps, bool full)
    {
        _test.Begin(routes, forks);
        _acts.Begin(routes, steps, full);
        _full = full && steps is not null;
        _asked = 0;
        DecidingChain = null;
        DecidingRule = null;
    }

    /// <summary>Runs a base chain.</summary>
    public HookVerdict Run(int baseChain)
    {
        _depth = 0;
        int chain = baseChain;
        RuleAction action = Enter(chain);
        int at = _rules.Chains[chain].First;
        while (true)
        {
            int target = RuleCompiler.NoChain;
            if (action == RuleAction.Continue)
            {
                int end = _rules.Chains[chain].End;
                at = Next(at, end);
                action = at == end ? RuleAction.Return : _acts.Act(at, out target);
            }

            switch (action)
            {
                case RuleAction.Continue:
                    at++;
                    break;
                case RuleAction.Jump or RuleAction.Goto:
                    if (action == RuleAction.Jump && !Push(chain, at + 1))
                    {
                        return Lost(chain, at);
                    }

                    chain = target;
                    action = Enter(chain);
                    at = _rules.Chains[chain].First;
                    break;
                case RuleAction.Return when _depth > 0:
                    (chain, at) = _stack[--_depth];
                    _test.Chain = chain;
                    action = RuleAction.Continue;
                    break;
                case RuleAction.Return:
                    return Policy(baseChain);
                default:
                    return End(action, chain, at);
            }

            if (_asked > MostRules)
            {
                return Lost(chain, at);
            }
        }
    }

    /// <summary>Begins with the rules of a chain; of one that was not read, anything may be.</summary>
    private RuleAction Enter(int chain)
    {
        _test.Chain = chain;
        _test.Rule = -1;
        _asked++;
        return _rules.Chains[chain].Doubt is string doubt ? _acts.Doubt(doubt) : RuleAction.Continue;
    }

    private bool Push(int chain, int next)
    {
        if (_depth == DeepestJump)
        {
            return false;
        }

        _stack[_depth++] = (chain, next);
        return true;
    }

    /// <summary>The next rule whose conditions hold; <paramref name="end"/> for none.</summary>
    private int Next(int at, int end)
    {
        CompiledRule[] rules = _rules.Rules;
        _asked += end - at;
        for (; at < end; at++)
        {
            ref readonly CompiledRule rule = ref rules[at];
            if (rule.IsPassive && !_full)
            {
                continue;
            }

            _test.Rule = at;
            _test.IsQuiet = rule.IsPassive;
            if (Matches(rule.First, rule.First + rule.Count))
            {
                _test.IsQuiet = false;
                return at;
            }
        }

        _test.IsQuiet = false;
        return end;
    }

    private bool Matches(int first, int end)
    {
        Condition[] conditions = _rules.Conditions;
        for (int index = first; index < end; index++)
        {
            ref readonly Condition condition = ref conditions[index];
            if (condition.IsEffect ? !_acts.Change(condition) : !_test.Holds(condition))
            {
                return false;
            }
        }

        return true;
    }

    private HookVerdict Policy(int chain)
    {
        FirewallChain source = _rules.Chains[chain].Source;
        bool drops = source.Policy == RuleAction.Drop;
        _acts.Record(drops ? HopAction.Drop : HopAction.Accept, chain, null);
        if (drops)
        {
            DecidingChain = source;
        }

        return drops ? HookVerdict.Drop : HookVerdict.Accept;
    }

    private HookVerdict End(RuleAction action, int chain, int at)
    {
        if (action == RuleAction.Accept)
        {
            return HookVerdict.Accept;
        }

        DecidingChain = _rules.Chains[chain].Source;
        DecidingRule = _test.Rule < 0 ? null : _rules.Rules[at].Source;
        return action switch
        {
            RuleAction.Reject => HookVerdict.Reject,
            RuleAction.Queue => HookVerdict.Queue,
            RuleAction.Tproxy => HookVerdict.Stolen,
            _ => HookVerdict.Drop,
        };
    }

    /// <summary>Rules that no kernel would have taken: jumps too deep, or round and round.</summary>
    private HookVerdict Lost(int chain, int at)
    {
        _asked = 0;
        int choice = _test.Choose(ForkKind.Doubt, 2, "jumps without end");
        return choice == 0 ? HookVerdict.Accept : End(RuleAction.Drop, chain, Math.Min(at, _rules.Rules.Length - 1));
    }
}
