using System.Buffers.Binary;
using ContainerNet.Interop;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Tracing;

/// <summary>
/// Leaves out, in the kernel and before they take room in the buffer, messages that tell nothing. The group of rule
/// changes tells every rule of a change, 50,000 when a large set is loaded; the message that ends the change comes in a
/// datagram of its own. And of the trace events four in ten say only that a packet came to the end of a chain: type
/// rule, no handle, no header, verdict continue. `nft monitor trace` shows none of them either.
/// </summary>
internal static class TraceFilter
{
    private const uint TypeOffset = 4; // nlmsg_type
    private const uint AttributesOffset = 20; // behind nlmsghdr and nfgenmsg
    private const uint Handle = 3, Type = 4, Verdict = 5, Network = 8; // NFTA_TRACE_...
    private const uint RuleType = 3;
    private const uint ContinueVerdict = uint.MaxValue;

    /// <summary>Gives the filter to a socket. Where that is refused, <see cref="TraceMessages"/> skips the
    /// same.</summary>
    public static unsafe void Attach(SafeFileHandle socket)
    {
        ReadOnlySpan<FilterStep> steps = Steps();
        fixed (FilterStep* first = steps)
        {
            FilterProgram program = new() { Count = (ushort)steps.Length, Steps = first };
            ReadOnlySpan<byte> bytes = new(&program, sizeof(FilterProgram));
            _ = NativeSocketOption.Set(
                socket, NativeSocketOption.SocketLevel, NativeSocketOption.AttachFilter, bytes, bytes.Length);
        }
    }

    /// <summary>Does the filter leave out this event?</summary>
    public static bool IsEndOfChain(in TraceEvent traced) =>
        traced is { Type: TraceType.Rule, Handle: 0, HasHeader: false, Verdict: TraceVerdict.Continue };

    private static FilterStep[] Steps() =>
    [
        FilterStep.LoadHalf(TypeOffset),
        FilterStep.SkipIf(AsLoaded(TraceSocket.GenerationType), 0, 1),
        FilterStep.Keep(),
        FilterStep.SkipIf(AsLoaded(TraceDecoder.MessageType), 1, 0),
        FilterStep.Drop(),
        .. Find(Handle), .. KeepUnless(0),
        .. Find(Network), .. KeepUnless(0),
        .. Find(Type), .. Load(4), .. KeepUnless(RuleType),
        .. Find(Verdict), .. Load(8), .. KeepUnless(ContinueVerdict), // behind two heads: it is nested
        FilterStep.Drop(),
    ];

    private static FilterStep[] Find(uint type) =>
        [FilterStep.Set(AttributesOffset), FilterStep.SetIndex(type), FilterStep.FindAttribute()];

    /// <summary>The number at so many bytes behind the beginning of the attribute that was found.</summary>
    private static FilterStep[] Load(uint offset) => [FilterStep.CopyToIndex(), FilterStep.LoadWordAtIndex(offset)];

    private static FilterStep[] KeepUnless(uint value) => [FilterStep.SkipIf(value, 1, 0), FilterStep.Keep()];

    /// <summary>Filters load numbers in network order, and netlink's are in the machine's.</summary>
    private static ushort AsLoaded(ushort type) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(type) : type;
}
