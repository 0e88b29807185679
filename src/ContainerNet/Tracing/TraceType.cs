namespace ContainerNet.Tracing;

/// <summary>What a trace event tells of (enum nft_trace_types, include/uapi/linux/netfilter/nf_tables.h).</summary>
internal enum TraceType : byte
{
    /// <summary>Something newer than this program.</summary>
    Unknown = 0,

    /// <summary>A base chain's end was reached; the verdict is its policy.</summary>
    Policy = 1,

    /// <summary>A rule returned from a chain.</summary>
    Return = 2,

    /// <summary>A rule whose matches were all true.</summary>
    Rule = 3,
}
