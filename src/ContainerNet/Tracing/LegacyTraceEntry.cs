using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>One TRACE line of a table of iptables-legacy: this packet met this rule. It says nothing of the verdict,
/// which the rule itself tells.</summary>
internal readonly record struct LegacyTraceEntry
{
    /// <summary>Which of iptables and ip6tables.</summary>
    public required AddressFamily Family { get; init; }

    /// <summary>raw, mangle, nat, filter, security.</summary>
    public required string Table { get; init; }

    /// <summary>The chain.</summary>
    public required string Chain { get; init; }

    /// <summary>What it tells of.</summary>
    public required LegacyTraceType Type { get; init; }

    /// <summary>The place in the chain, from 1; a policy stands behind the last rule. See <see
    /// cref="LegacyTraceType.Policy"/>.</summary>
    public required int Number { get; init; }

    /// <summary>The packet, as it was then.</summary>
    public required TraceHeader Header { get; init; }

    /// <summary>The hook (enum nf_inet_hooks), which a chain of the user's does not show.</summary>
    public required byte Hook { get; init; }

    /// <summary>Index of the incoming interface; 0 for none.</summary>
    public required int InputIndex { get; init; }

    /// <summary>Index of the outgoing interface; 0 for none.</summary>
    public required int OutputIndex { get; init; }
}
