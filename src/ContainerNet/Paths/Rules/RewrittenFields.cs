using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Fields of the packet that some rule of the set writes in a way that is not followed (DSCP, TTL): what a condition on them
/// would find is a doubt.</summary>
internal static class RewrittenFields
{
    private static readonly (string Text, RuleField Field)[] s_writers =
    [
        ("DSCP --", RuleField.Dscp), ("TOS --", RuleField.Dscp), ("dscp set", RuleField.Dscp),
        ("TTL --", RuleField.HopLimit), ("HL --", RuleField.HopLimit), ("ttl set", RuleField.HopLimit), ("hoplimit set", RuleField.HopLimit),
    ];

    /// <summary>Those of a rule set.</summary>
    public static HashSet<RuleField> Of(IReadOnlyList<FirewallChain> chains)
    {
        HashSet<RuleField> fields = [];
        foreach (FirewallRule rule in chains.SelectMany(chain => chain.Rules))
        {
            if (rule.Action == RuleAction.Mangle || rule.Effects?.Any(effect => effect.Kind == RuleAction.Mangle) == true)
            {
                fields.UnionWith(s_writers.Where(w => rule.Text.Contains(w.Text, StringComparison.Ordinal)).Select(w => w.Field));
            }
        }

        return fields;
    }
}
