namespace ContainerNet.Tracing;

/// <summary>One trace event, decoded without garbage (NFT_MSG_TRACE, net/netfilter/nf_tables_trace.c).</summary>
internal struct TraceEvent
{
    /// <summary>The packet's id; equal for one skb on its way through one network namespace, and used again
    /// later.</summary>
    public uint PacketId;

    /// <summary>The chain, as <see cref="ChainNames"/> numbers it.</summary>
    public int Chain;

    /// <summary>The chain that a jump or goto leads to, as <see cref="ChainNames"/> numbers it; -1 for none.</summary>
    public int JumpChain;

    /// <summary>The rule's handle; 0 for a policy, and for an event of type rule that tells of the end of a
    /// chain.</summary>
    public long Handle;

    /// <summary>Index of the incoming interface; 0 for none. Only in events that have a header.</summary>
    public int InputIndex;

    /// <summary>Index of the outgoing interface; 0 for none. Only in events that have a header.</summary>
    public int OutputIndex;

    /// <summary>The verdict; for a policy, the policy.</summary>
    public TraceVerdict Verdict;

    /// <summary>The queue that a packet is handed to when the verdict is <see cref="TraceVerdict.Queue"/>.</summary>
    public ushort QueueNumber;

    /// <summary>What the event tells of.</summary>
    public TraceType Type;

    /// <summary>True for the first event of a packet in each base chain, the only ones that show the packet.</summary>
    public bool HasHeader;

    /// <summary>The packet, when <see cref="HasHeader"/>.</summary>
    public TraceHeader Header;
}
