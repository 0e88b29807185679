using System.Runtime.InteropServices;
using System.Text;

namespace ContainerNet.Tracing;

/// <summary>Tells a sink what the datagrams of a trace socket hold.</summary>
internal sealed class TraceMessages
{
    private const int SubsystemOfRules = 10;
    private const int FamilyHeaderLength = 4;
    private const int GenerationProgram = 3;

    private readonly TraceDecoder _decoder = new();
    private long _events;

    /// <summary>The chains that the events name.</summary>
    public ChainNames Chains => _decoder.Chains;

    /// <summary>Events told so far.</summary>
    public long Events => Volatile.Read(ref _events);

    /// <summary>Tells of one datagram.</summary>
    /// <param name="datagram">It, as far as it was received.</param>
    /// <param name="isTruncated">Is its end missing?</param>
    /// <param name="sink">Who is told.</param>
    public void Tell(ReadOnlySpan<byte> datagram, bool isTruncated, ITraceSink sink)
    {
        bool isOfRules = isTruncated && IsOfRules(datagram);
        while (datagram.Length >= TraceDecoder.HeaderLength)
        {
            uint length = MemoryMarshal.Read<uint>(datagram);
            if (length < TraceDecoder.HeaderLength || length > datagram.Length)
            {
                break;
            }

            Tell(datagram[..(int)length], sink);
            datagram = datagram[Math.Min(((int)length + 3) & ~3, datagram.Length)..];
        }

        // The rules of a change may be longer than what we have room for; they are of no interest.
        if ((isTruncated || !datagram.IsEmpty) && !isOfRules)
        {
            sink.Lost();
        }
    }

    private void Tell(ReadOnlySpan<byte> message, ITraceSink sink)
    {
        switch (MemoryMarshal.Read<ushort>(message[4..]))
        {
            case TraceDecoder.MessageType when _decoder.TryDecode(message, out TraceEvent traced):
                if (!TraceFilter.IsEndOfChain(traced))
                {
                    _events++;
                    sink.Event(in traced);
                }

                break;
            case TraceDecoder.MessageType:
                sink.Lost();
                break;
            case TraceSocket.GenerationType:
                sink.RulesChanged(MemoryMarshal.Read<uint>(message[12..]), Program(message));
                break;
        }
    }

    private static bool IsOfRules(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < TraceDecoder.HeaderLength)
        {
            return false;
        }

        ushort type = MemoryMarshal.Read<ushort>(datagram[4..]);
        return type >> 8 == SubsystemOfRules && type is not TraceDecoder.MessageType and not TraceSocket.GenerationType;
    }

    /// <summary>NFTA_GEN_PROC_NAME.</summary>
    private static string? Program(ReadOnlySpan<byte> message)
    {
        int start = TraceDecoder.HeaderLength + FamilyHeaderLength;
        NetlinkCursor cursor = new(message.Length >= start ? message[start..] : default);
        while (cursor.Next())
        {
            if (cursor.Type == GenerationProgram)
            {
                return Encoding.UTF8.GetString(cursor.Name);
            }
        }

        return null;
    }
}
