using System.Runtime.InteropServices;

namespace ContainerNet.Tracing;

/// <summary>Decodes NFT_MSG_TRACE (net/netfilter/nf_tables_trace.c) without garbage. Any bytes may come: what is not
/// such a message is refused, and nothing throws. Used by one thread at a time.</summary>
internal sealed class TraceDecoder
{
    /// <summary>(NFNL_SUBSYS_NFTABLES &lt;&lt; 8) | NFT_MSG_TRACE.</summary>
    public const ushort MessageType = (10 << 8) | 17;

    /// <summary>struct nlmsghdr.</summary>
    public const int HeaderLength = 16;

    private const int FamilyHeaderLength = 4;
    private const int VerdictMask = 0xff;

    /// <summary>The chains that the events name.</summary>
    public ChainNames Chains { get; } = new();

    /// <summary>Decodes one message.</summary>
    /// <param name="message">It, from its nlmsghdr on; what follows its end is left alone.</param>
    /// <param name="traced">The event; of no meaning when the answer is false.</param>
    /// <returns>False when it is cut off, malformed or something else.</returns>
    public bool TryDecode(ReadOnlySpan<byte> message, out TraceEvent traced)
    {
        traced = default;
        if (message.Length < HeaderLength + FamilyHeaderLength)
        {
            return false;
        }

        uint length = MemoryMarshal.Read<uint>(message);
        return length >= HeaderLength + FamilyHeaderLength && length <= message.Length
            && MemoryMarshal.Read<ushort>(message[4..]) == MessageType
            && Decode(message[..(int)length], ref traced);
    }

    private bool Decode(ReadOnlySpan<byte> message, ref TraceEvent traced)
    {
        TraceFields fields = default;
        NetlinkCursor cursor = new(message[(HeaderLength + FamilyHeaderLength)..]);
        while (cursor.Next())
        {
            if (!fields.Take(cursor))
            {
                return false;
            }
        }

        if (cursor.IsMalformed || !fields.IsWhole)
        {
            return false;
        }

        byte family = message[HeaderLength];
        traced.PacketId = fields.Id;
        traced.Handle = fields.Handle;
        traced.Type = fields.Type <= (uint)TraceType.Rule ? (TraceType)fields.Type : TraceType.Unknown;
        traced.Chain = Chains.Number(family, fields.Table, fields.Chain);
        traced.JumpChain = fields.JumpChain.IsEmpty ? -1 : Chains.Number(family, fields.Table, fields.JumpChain);
        SetVerdict(ref traced, fields.Verdict);
        traced.InputIndex = fields.InputIndex;
        traced.OutputIndex = fields.OutputIndex;
        if (!fields.Network.IsEmpty)
        {
            traced.HasHeader = PacketBytes.TryDecode(
                fields.Protocol, fields.Link, fields.Network, fields.Transport, out traced.Header);
        }

        return true;
    }

    /// <summary>Verdicts of netfilter keep more than themselves in one number: NF_QUEUE the queue, NF_DROP an
    /// errno.</summary>
    private static void SetVerdict(ref TraceEvent traced, int code)
    {
        traced.Verdict = code < 0 ? (TraceVerdict)code : (TraceVerdict)(code & VerdictMask);
        if (traced.Verdict == TraceVerdict.Queue)
        {
            traced.QueueNumber = (ushort)(code >>> 16);
        }
    }
}
