using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>Follows a packet through a chain and the chains that it jumps to.</summary>
internal sealed class ChainWalk
{
    private const int MaximumDepth = 32;
    private const int MaximumSteps = 200_000;

    private readonly ChainIndex _chains;
    private readonly PacketSketch _packet;
    private readonly List<FirewallRule> _otherwise = [];
    private int _steps;

    private ChainWalk(ChainIndex chains, PacketSketch packet)
    {
        _chains = chains;
        _packet = packet;
    }

    /// <summary>Walks; a base chain ends with its policy, another one with Return.</summary>
    public static Outcome Through(FirewallChain chain, PacketSketch packet, ChainIndex chains)
    {
        ChainWalk walk = new(chains, packet);
        Outcome outcome = walk.Run(chain, 0);
        return outcome with { Otherwise = walk._otherwise };
    }

    private Outcome Run(FirewallChain chain, int depth)
    {
        foreach (FirewallRule rule in _chains.For(chain, _packet.DestinationPort))
        {
            if (++_steps > MaximumSteps)
            {
                return Doubt(rule);
            }

            Fit fit = RuleFit.Of(rule, _packet);
            if (fit == Fit.No || IsHarmless(rule.Action))
            {
                continue;
            }

            if (fit == Fit.Unknown)
            {
                return Doubt(rule);
            }

            if (Decide(rule, depth) is not { } outcome)
            {
                continue;
            }

            if (fit == Fit.Yes || outcome.Verdict == RuleAction.Unknown)
            {
                return outcome;
            }

            _otherwise.Add(outcome.Rule ?? rule);
        }

        return chain.Policy is RuleAction policy
            ? new Outcome { Verdict = policy, Chain = chain }
            : new Outcome { Verdict = RuleAction.Return };
    }

    /// <summary>What a rule does with the packet; null when the next rule is asked.</summary>
    private Outcome? Decide(FirewallRule rule, int depth)
    {
        switch (rule.Action)
        {
            case RuleAction.Accept or RuleAction.Drop or RuleAction.Reject or RuleAction.Return:
                return new Outcome { Verdict = rule.Action, Rule = rule };
            case RuleAction.Jump or RuleAction.Goto:
                if (depth >= MaximumDepth || rule.Target is null || _chains.Find(rule.Table, rule.Target) is not { } target)
                {
                    return Doubt(rule);
                }

                Outcome inner = Run(target, depth + 1);
                return inner.Verdict != RuleAction.Return || rule.Action == RuleAction.Goto ? inner : null;
            default:
                return Doubt(rule);
        }
    }

    private static Outcome Doubt(FirewallRule rule) => new() { Verdict = RuleAction.Unknown, Rule = rule };

    private static bool IsHarmless(RuleAction action) => action is RuleAction.Continue or RuleAction.Log or RuleAction.Mark
        or RuleAction.Trace or RuleAction.Mangle or RuleAction.NoTrack;
}
