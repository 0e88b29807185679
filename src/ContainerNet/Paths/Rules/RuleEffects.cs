using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>What rules do to packets that go on.</summary>
internal static class RuleEffects
{
    /// <summary>The effects of a rule. Snapshots of an earlier version have none, and tell only the last thing that a rule does:
    /// a mark that was set in a way that they do not tell is a doubt.</summary>
    public static IReadOnlyList<RuleEffect> Of(FirewallRule rule)
    {
        IReadOnlyList<RuleEffect> effects = rule.Effects ?? [];
        return rule.Action is RuleAction.Mark or RuleAction.NoTrack && !effects.Any(effect => effect.Kind == rule.Action)
            ?
            [
                .. effects,
                new RuleEffect
                {
                    Kind = rule.Action == RuleAction.NoTrack ? RuleAction.NoTrack : RuleAction.Unknown,
                    AfterMatches = rule.Matches.Count,
                    Text = rule.Text,
                },
            ]
            : effects;
    }

    /// <summary>As a step of a compiled rule; null for one that changes nothing that is followed.</summary>
    public static Condition? ToCondition(RuleEffect effect) => effect.Kind switch
    {
        RuleAction.Mark when effect.Mark is RuleMark mark => new Condition(ConditionKind.SetMark, data: mark),
        RuleAction.NoTrack => new Condition(ConditionKind.NoTrack),
        RuleAction.Mark or RuleAction.Unknown => new Condition(ConditionKind.Strange, data: effect.Text),
        _ => null,
    };
}
