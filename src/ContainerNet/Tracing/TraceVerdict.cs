namespace ContainerNet.Tracing;

/// <summary>Verdict codes of trace events: those of netfilter (NF_...) and, below zero, of nf_tables (NFT_...).</summary>
internal enum TraceVerdict
{
    /// <summary>NF_DROP.</summary>
    Drop = 0,

    /// <summary>NF_ACCEPT.</summary>
    Accept = 1,

    /// <summary>NF_STOLEN: taken over by the kernel, as after a reject or by synproxy.</summary>
    Stolen = 2,

    /// <summary>NF_QUEUE: handed to a program. The queue's number is in the upper half of the code.</summary>
    Queue = 3,

    /// <summary>NFT_CONTINUE.</summary>
    Continue = -1,

    /// <summary>NFT_BREAK.</summary>
    Break = -2,

    /// <summary>NFT_JUMP.</summary>
    Jump = -3,

    /// <summary>NFT_GOTO.</summary>
    Goto = -4,

    /// <summary>NFT_RETURN.</summary>
    Return = -5,
}
