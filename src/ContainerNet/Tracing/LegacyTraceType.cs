namespace ContainerNet.Tracing;

/// <summary>What a TRACE line tells of (net/ipv4/netfilter/ip_tables.c, get_chainname_rulenum).</summary>
internal enum LegacyTraceType : byte
{
    /// <summary>A rule whose matches were all true.</summary>
    Rule,

    /// <summary>The end of a chain of the user's, or a rule that returns from it without any condition.</summary>
    Return,

    /// <summary>
    /// The policy; or, which the kernel does not tell apart, a rule of a base chain that accepts or drops without any
    /// condition. The number says which: a policy stands one place behind the last rule.
    /// </summary>
    Policy,
}
