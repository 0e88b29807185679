using System.Runtime.ExceptionServices;
using ContainerNet.Hosting;

namespace ContainerNet.Tracing;

/// <summary>Trace events of one network namespace, from the kernel to a sink. One thread does nothing but empty the
/// socket, another decodes and calls the sink; what both cannot keep up with waits in the kernel's buffer.</summary>
internal sealed class TraceStream : IDisposable
{
    /// <summary>Half a million events or so, and not more than a sixteenth of the memory: the kernel doubles
    /// it.</summary>
    public const int DefaultBufferBytes = 512 * 1024 * 1024;

    private const int BatchCapacity = 512;
    private const int BatchLimit = 32; // times 512 slots of 1 KiB: 18 MiB

    // After so many messages at once there will be more: to wait a little and take them together costs far less than to
    // be woken for each, which the sender of the packet would have to pay for too.
    private const int BusyCount = 16;
    private const int PauseMilliseconds = 1;
    private const int ThreadStackBytes = 256 * 1024;
    private static readonly TimeSpan s_drainLimit = TimeSpan.FromSeconds(5);

    private readonly TraceSocket _socket;
    private readonly TraceMessages _messages = new();
    private readonly BatchQueue _queue = new(BatchLimit, BatchCapacity);
    private readonly ManualResetEvent _stopping = new(initialState: false);
    private Thread? _reader;
    private Thread? _decoder;
    private ITraceSink? _sink;
    private ExceptionDispatchInfo? _failure;
    private volatile bool _draining;
    private long _droppedAtEnd;
    private bool _disposed;

    private TraceStream(TraceSocket socket) => _socket = socket;

    /// <summary>The chains that the events name; for the sink, while it is called, and for everybody after the
    /// end.</summary>
    public ChainNames Chains => _messages.Chains;

    /// <summary>Events told to the sink so far.</summary>
    public long Events => _messages.Events;

    /// <summary>Messages that the kernel had no room for so far.</summary>
    public long Dropped => _disposed ? _droppedAtEnd : _socket.Dropped;

    /// <summary>Bytes that the kernel may keep for us; less than was asked for where it is not allowed.</summary>
    public int BufferBytes => _socket.BufferBytes;

    /// <summary>Opens it in the network namespace of the calling thread. The kernel collects from here on; nothing is
    /// lost between this and <see cref="Start"/>.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, NetlinkRefused.</exception>
    public static TraceStream Open(int bufferBytes = DefaultBufferBytes)
    {
        long share = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 16;
        return new TraceStream(TraceSocket.Open((int)Math.Min(bufferBytes, Math.Max(share, 1 << 20))));
    }

    /// <summary>Begins to call the sink, from a thread of its own.</summary>
    public void Start(ITraceSink sink)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_reader is not null)
        {
            throw new InvalidOperationException("A stream is started once.");
        }

        _sink = sink;
        _reader = new Thread(Read, ThreadStackBytes) { IsBackground = true, Name = "trace reader" };
        _decoder = new Thread(Decode, ThreadStackBytes) { IsBackground = true, Name = "trace decoder" };
        _decoder.Start();
        _reader.Start();
    }

    /// <summary>Ends it after everything that the kernel has sent so far was delivered. The rules that trace should be
    /// gone by then; if more comes all the same, it ends after some seconds. Not for the sink to call.</summary>
    /// <exception cref="Exception">What the sink threw.</exception>
    public void Stop()
    {
        _draining = true;
        End();
        _failure?.Throw();
    }

    /// <summary>Ends it at once.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        if (!_draining)
        {
            _queue.Close(abandon: true);
            End();
        }

        _droppedAtEnd = _socket.Dropped;
        _disposed = true;
        _socket.Dispose();
        _queue.Dispose();
        _stopping.Dispose();
    }

    private void End()
    {
        _stopping.Set();
        _reader?.Join();
        _decoder?.Join();
    }

    /// <summary>The thread that empties the socket.</summary>
    private void Read()
    {
        bool lossy = false;
        while (!_stopping.WaitOne(0) && _queue.Rent() is MessageBatch batch)
        {
            ReceiveOutcome outcome = Receive(batch, wait: true, ref lossy);
            int count = batch.Count;
            _queue.Send(batch);
            if (outcome == ReceiveOutcome.Broken)
            {
                break;
            }

            if (count >= BusyCount && count < BatchCapacity)
            {
                _stopping.WaitOne(PauseMilliseconds);
            }
        }

        if (_draining)
        {
            Drain(lossy);
        }

        _queue.Close(abandon: false);
    }

    private void Drain(bool lossy)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (_queue.Rent() is MessageBatch batch)
        {
            ReceiveOutcome outcome = Receive(batch, wait: false, ref lossy);
            _queue.Send(batch);
            if (outcome is ReceiveOutcome.Nothing or ReceiveOutcome.Broken
                || TimeProvider.System.GetElapsedTime(start) > s_drainLimit)
            {
                return;
            }
        }
    }

    /// <summary>One receive. A full socket says so at once, before what it still holds, and takes nothing more until it
    /// is empty (net/netlink/af_netlink.c, NETLINK_S_CONGESTED): so the loss is told at both ends.</summary>
    private ReceiveOutcome Receive(MessageBatch batch, bool wait, ref bool lossy)
    {
        ReceiveOutcome outcome = _socket.Receive(batch, wait);
        batch.Timestamp = TimeProvider.System.GetTimestamp();
        bool isEmptied = lossy && outcome != ReceiveOutcome.Lost && batch.Count < batch.Capacity;
        batch.IsAfterLoss = outcome is ReceiveOutcome.Lost or ReceiveOutcome.Broken;
        batch.IsBeforeLoss = isEmptied;
        lossy = outcome == ReceiveOutcome.Lost || (lossy && !isEmptied);
        return outcome;
    }

    /// <summary>The thread that calls the sink.</summary>
    private void Decode()
    {
        try
        {
            while (_queue.Take() is MessageBatch batch)
            {
                Deliver(batch, _sink!);
                _queue.Return(batch);
            }
        }
#pragma warning disable CA1031 // Whatever it is, it is thrown again by Stop; here it would end the process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            _stopping.Set();
            _queue.Close(abandon: true);
        }
    }

    private void Deliver(MessageBatch batch, ITraceSink sink)
    {
        sink.Tick(batch.Timestamp);
        if (batch.IsAfterLoss)
        {
            sink.Lost();
        }

        for (int i = 0; i < batch.Count; i++)
        {
            if (batch.IsFromKernel(i))
            {
                _messages.Tell(batch[i], batch.IsTruncated(i), sink);
            }
        }

        if (batch.IsBeforeLoss)
        {
            sink.Lost();
        }
    }
}
