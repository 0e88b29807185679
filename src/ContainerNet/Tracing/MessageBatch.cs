using System.Runtime.InteropServices;
using ContainerNet.Interop;

namespace ContainerNet.Tracing;

/// <summary>Room for the datagrams of one receive, outside of the collected heap: the kernel writes there
/// directly.</summary>
internal sealed unsafe class MessageBatch : IDisposable
{
    /// <summary>A trace message with the longest names has 1016 bytes. The odd number of cache lines keeps the
    /// beginnings of all slots from falling into the same few places of the cache.</summary>
    private const int SlotBytes = 17 * 64;

    private readonly BatchedMessage* _messages;
    private readonly MessageVector* _vectors;
    private readonly NetlinkAddress* _senders;
    private readonly byte* _slots;

    /// <summary>Makes room.</summary>
    public MessageBatch(int capacity)
    {
        Capacity = capacity;
        nuint count = (nuint)capacity;
        _messages = (BatchedMessage*)NativeMemory.AllocZeroed(count, (nuint)sizeof(BatchedMessage));
        _vectors = (MessageVector*)NativeMemory.AllocZeroed(count, (nuint)sizeof(MessageVector));
        _senders = (NetlinkAddress*)NativeMemory.AllocZeroed(count, (nuint)sizeof(NetlinkAddress));
        _slots = (byte*)NativeMemory.AlignedAlloc(count * SlotBytes, 64);
        for (int i = 0; i < capacity; i++)
        {
            _vectors[i] = new MessageVector { Base = _slots + ((nint)i * SlotBytes), Length = SlotBytes };
            _messages[i].Header = new MessageHeader
            {
                Name = _senders + i,
                NameLength = (uint)sizeof(NetlinkAddress),
                Vectors = _vectors + i,
                VectorCount = 1,
            };
        }
    }

    /// <summary>How many datagrams fit.</summary>
    public int Capacity { get; }

    /// <summary>How many there are.</summary>
    public int Count { get; set; }

    /// <summary>TimeProvider.System.GetTimestamp() of the receive.</summary>
    public long Timestamp { get; set; }

    /// <summary>Did the kernel drop messages before these?</summary>
    public bool IsAfterLoss { get; set; }

    /// <summary>Did it drop messages after these?</summary>
    public bool IsBeforeLoss { get; set; }

    /// <summary>For recvmmsg(2).</summary>
    public BatchedMessage* Messages => _messages;

    /// <summary>Was this datagram longer than its slot?</summary>
    public bool IsTruncated(int number) => (_messages[number].Header.Flags & NativeReceiveBatch.Truncated) != 0;

    /// <summary>Does it come from the kernel? A program with CAP_NET_ADMIN in the namespace may send to our port
    /// too.</summary>
    public bool IsFromKernel(int number) => _senders[number].PortId == 0;

    /// <summary>A datagram, which may hold several messages.</summary>
    public ReadOnlySpan<byte> this[int number] =>
        new(_slots + ((nint)number * SlotBytes), (int)Math.Min(_messages[number].Length, SlotBytes));

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_slots);
        NativeMemory.Free(_senders);
        NativeMemory.Free(_vectors);
        NativeMemory.Free(_messages);
    }
}
