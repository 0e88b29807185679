using System.Buffers.Binary;

namespace ContainerNet.Tracing;

/// <summary>The attributes of one trace message (enum nft_trace_attributes), as far as they are of use.</summary>
internal ref struct TraceFields
{
    private const int VerdictCode = 1, VerdictChain = 2;
    private bool _hasType, _hasId, _hasVerdict;

    /// <summary>NFTA_TRACE_TABLE.</summary>
    public ReadOnlySpan<byte> Table;

    /// <summary>NFTA_TRACE_CHAIN.</summary>
    public ReadOnlySpan<byte> Chain;

    /// <summary>NFTA_VERDICT_CHAIN: where a jump leads to.</summary>
    public ReadOnlySpan<byte> JumpChain;

    /// <summary>NFTA_TRACE_LL_HEADER.</summary>
    public ReadOnlySpan<byte> Link;

    /// <summary>NFTA_TRACE_NETWORK_HEADER.</summary>
    public ReadOnlySpan<byte> Network;

    /// <summary>NFTA_TRACE_TRANSPORT_HEADER.</summary>
    public ReadOnlySpan<byte> Transport;

    /// <summary>NFTA_TRACE_RULE_HANDLE.</summary>
    public long Handle;

    /// <summary>NFTA_TRACE_ID.</summary>
    public uint Id;

    /// <summary>NFTA_TRACE_TYPE.</summary>
    public uint Type;

    /// <summary>NFTA_TRACE_NFPROTO.</summary>
    public uint Protocol;

    /// <summary>NFTA_VERDICT_CODE or NFTA_TRACE_POLICY.</summary>
    public int Verdict;

    /// <summary>NFTA_TRACE_IIF.</summary>
    public int InputIndex;

    /// <summary>NFTA_TRACE_OIF.</summary>
    public int OutputIndex;

    /// <summary>Everything there that each such message has?</summary>
    public readonly bool IsWhole => _hasType && _hasId && !Table.IsEmpty && !Chain.IsEmpty
        && (_hasVerdict || Type is 0 or > (uint)TraceType.Rule);

    /// <summary>Takes one attribute; false when it is not what it should be.</summary>
    public bool Take(scoped in NetlinkCursor attribute)
    {
        uint number;
        switch (attribute.Type)
        {
            case 1:
                Table = attribute.Name;
                return true;
            case 2:
                Chain = attribute.Name;
                return true;
            case 3:
                return BinaryPrimitives.TryReadInt64BigEndian(attribute.Value, out Handle);
            case 4:
                return _hasType = attribute.Number(out Type);
            case 5:
                return TakeVerdict(attribute.Value);
            case 6:
                return _hasId = attribute.Number(out Id);
            case 7:
                Link = attribute.Value;
                return true;
            case 8:
                Network = attribute.Value;
                return true;
            case 9:
                Transport = attribute.Value;
                return true;
            case 10:
                bool hasInput = attribute.Number(out number);
                InputIndex = (int)number;
                return hasInput;
            case 12:
                bool hasOutput = attribute.Number(out number);
                OutputIndex = (int)number;
                return hasOutput;
            case 15:
                return attribute.Number(out Protocol);
            case 16:
                _hasVerdict = attribute.Number(out number);
                Verdict = (int)number;
                return _hasVerdict;
            default:
                return true; // marks, device types, connection tracking, and what newer kernels add
        }
    }

    private bool TakeVerdict(ReadOnlySpan<byte> nested)
    {
        NetlinkCursor cursor = new(nested);
        while (cursor.Next())
        {
            if (cursor.Type == VerdictCode)
            {
                if (!cursor.Number(out uint code))
                {
                    return false;
                }

                Verdict = (int)code;
                _hasVerdict = true;
            }
            else if (cursor.Type == VerdictChain)
            {
                JumpChain = cursor.Name;
            }
        }

        return !cursor.IsMalformed;
    }
}
