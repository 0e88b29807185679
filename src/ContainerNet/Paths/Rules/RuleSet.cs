using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>
/// The rules of one network namespace, made ready to be asked: text became numbers, names of chains became places. Immutable;
/// what asks it is a <see cref="PacketFilter"/>. Whatever cannot be (a jump to a chain that does not exist, a text that is not
/// understood) is kept as a doubt, and a packet that meets it learns so.
/// </summary>
public sealed class RuleSet
{
    private RuleSet(CompiledChain[] chains, CompiledRule[] rules, Condition[] conditions, HookStep[][] plan)
    {
        Chains = chains;
        Rules = rules;
        Conditions = conditions;
        Plan = plan;
    }

    /// <summary>A set without rules: every packet passes, and connections are tracked.</summary>
    public static RuleSet Empty { get; } = Compile([], []);

    /// <summary>How many rules it has.</summary>
    public int RuleCount => Rules.Length;

    /// <summary>The chains.</summary>
    internal CompiledChain[] Chains { get; }

    /// <summary>The rules, those of each chain together.</summary>
    internal CompiledRule[] Rules { get; }

    /// <summary>The conditions, those of each rule together.</summary>
    internal Condition[] Conditions { get; }

    /// <summary>What is called at each hook.</summary>
    internal HookStep[][] Plan { get; }

    /// <summary>The place of a chain that it was compiled from.</summary>
    internal int PlaceOf(FirewallChain chain) => Array.FindIndex(Chains, c => ReferenceEquals(c.Source, chain));

    /// <summary>Makes rules ready.</summary>
    /// <param name="chains">All chains of the namespace, of each table in the order in which they were made.</param>
    /// <param name="sets">The named sets of nf_tables and of ipset; null when they were not read.</param>
    public static RuleSet Compile(IReadOnlyList<FirewallChain> chains, IReadOnlyList<FirewallSet>? sets)
    {
        ArgumentNullException.ThrowIfNull(chains);
        RuleCompiler compiler = new(chains, sets ?? []);
        compiler.Run();
        return new RuleSet(compiler.Chains, compiler.Rules, compiler.Conditions, HookPlan.Of(chains));
    }
}
