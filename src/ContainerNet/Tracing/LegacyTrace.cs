using System.Runtime.InteropServices;
using ContainerNet.Hosting;
using ContainerNet.Interop;
using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>
/// Follows traced packets through the tables of iptables-legacy, which tell of them in the kernel's packet log. For the
/// time being that log goes to us (nfnetlink_log, group 0) instead of to the system's journal. Only for a namespace
/// that has such tables: a rule of theirs is not needed, since a packet that our trace table marked is traced there
/// too.
/// </summary>
internal sealed class LegacyTrace : IAsyncDisposable
{
    private const string Backend = "nfnetlink_log";
    private const byte PacketMessage = 0, ConfigureMessage = 1;
    private const ushort PacketType = NetfilterMessage.LogSubsystem << 8;
    private const ushort ErrorType = 2;
    private const ushort Group = 0, NoGroup = 0xfff0;
    private const byte Bind = 1, Unbind = 2, CopyPacket = 2;
    private const int CopyBytes = 128;
    private const int HeaderLength = 16;
    private const int SocketBytes = 32 << 20;
    private const int ReadBytes = 128 * 1024;

    private readonly NetfilterSocket _socket;
    private readonly ILegacyTraceSink _sink;
    private readonly List<SettingGuard> _settings = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;
    private long _entries, _malformed, _foreign;

    private LegacyTrace(NetfilterSocket socket, ILegacyTraceSink sink)
    {
        _socket = socket;
        _sink = sink;
    }

    /// <summary>Lines delivered.</summary>
    public long Entries => Interlocked.Read(ref _entries);

    /// <summary>Messages that were not understood.</summary>
    public long Malformed => Interlocked.Read(ref _malformed);

    /// <summary>Log lines of other rules, which nobody would have received without us.</summary>
    public long Foreign => Interlocked.Read(ref _foreign);

    /// <summary>Begins in the network namespace of the calling thread.</summary>
    /// <param name="families">Those that have legacy tables there.</param>
    /// <param name="sink">Takes the lines.</param>
    /// <param name="journal">Where earlier values of settings are written down; null for nowhere.</param>
    /// <exception cref="ContainerNetException">
    /// PermissionDenied; TraceUnsupported: no such log, or another program takes it. Then nothing has been changed.
    /// </exception>
    public static LegacyTrace Create(
        IReadOnlyCollection<AddressFamily> families, ILegacyTraceSink sink, ISettingJournal? journal)
    {
        LegacyTrace trace = new(NetfilterSocket.Open(), sink);
        try
        {
            trace.TakeGroup();
            foreach (AddressFamily family in families.Distinct())
            {
                string key = family == AddressFamily.IPv4 ? "net.netfilter.nf_log.2" : "net.netfilter.nf_log.10";
                if (SettingGuard.Hold(key, Backend, journal) is { } setting)
                {
                    trace._settings.Add(setting);
                }
            }

            trace._socket.LimitWait(TimeSpan.FromSeconds(1));
            Thread reader = new(trace.Read) { IsBackground = true, Name = "legacy trace" };

            // Outside: it wakes the pool, whose threads inherit the namespace of the one that makes them.
            NamespaceThread.Run(Environment.ProcessId, () =>
            {
                reader.Start();
                return true;
            });
            return trace;
        }
        catch
        {
            trace.Release();
            throw;
        }
    }

    /// <summary>Puts the settings back and ends. What the kernel had told until now is delivered before it
    /// returns.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping)
        {
            return;
        }

        _settings.ForEach(s => s.Dispose());
        _stopping = true;

        // The answer comes behind all lines that wait in the socket, and wakes the reader.
        _socket.Post(Configure(Group, w => w.Attribute(1, [Unbind])));
        await _ended.Task;
        Release();
    }

    private static NetfilterMessage Configure(ushort group, Action<NetlinkWriter> write) => NetfilterMessage.Of(
        NetfilterMessage.LogSubsystem, ConfigureMessage, NetfilterMessage.Acknowledge, family: 0, group, write);

    private void TakeGroup()
    {
        _socket.EnlargeBuffer(SocketBytes);

        // Each line at once, in a buffer of its own that is no larger than the line: so many more of them fit.
        NetfilterRefusal? refusal = _socket.Ask(Configure(Group, w => w
            .Attribute(1, [Bind])
            .Attribute(2, [.. RuleExpressions.BigEndian4(CopyBytes), CopyPacket, 0])
            .Attribute(3, RuleExpressions.BigEndian4(1))
            .Attribute(5, RuleExpressions.BigEndian4(1))));
        if (refusal is not null)
        {
            throw Refused(refusal);
        }
    }

    /// <summary>"Not permitted" is the answer to users without the right, and when the group is another
    /// program's.</summary>
    private ContainerNetException Refused(NetfilterRefusal refusal)
    {
        if (refusal.Error != ErrorNumber.NotPermitted)
        {
            return new(Problem.TraceUnsupported, Backend,
                $"Tables of iptables-legacy cannot be followed: the kernel has no {Backend} ({refusal.Reason}).");
        }

        bool mayAsk = _socket.Ask(Configure(NoGroup, w => w.Attribute(1, [Unbind])))?.Error != ErrorNumber.NotPermitted;
        return mayAsk
            ? new(Problem.TraceUnsupported, Backend,
                "Tables of iptables-legacy cannot be followed: another program, such as ulogd or another trace, "
                + $"takes the packet log (NFLOG group {Group}).")
            : new(Problem.PermissionDenied, Backend,
                "Following tables of iptables-legacy needs CAP_NET_ADMIN in the network namespace, which root has.");
    }

    private void Read()
    {
        try
        {
            byte[] buffer = new byte[ReadBytes];
            while (true)
            {
                nint length = NativeReceive.Receive(_socket.Handle, buffer, buffer.Length, 0);
                long now = TimeProvider.System.GetTimestamp();
                if (length > 0 ? Take(buffer.AsSpan(0, (int)length), now) : IsEnd(Marshal.GetLastPInvokeError()))
                {
                    break;
                }
            }
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private bool IsEnd(int error)
    {
        switch (error)
        {
            case ErrorNumber.Interrupted:
                return false;
            case ErrorNumber.TryAgain:
                return _stopping;
            case ErrorNumber.NoBufferSpace:
                _sink.Lost();
                return false;
            default:
                _sink.Lost();
                return true;
        }
    }

    /// <summary>True when the last of them is the answer to our good-bye.</summary>
    private bool Take(ReadOnlySpan<byte> data, long timestamp)
    {
        while (data.Length >= HeaderLength)
        {
            int length = BitConverter.ToInt32(data);
            if (length < HeaderLength || length > data.Length)
            {
                Interlocked.Increment(ref _malformed);
                _sink.Lost();
                return false;
            }

            ushort type = BitConverter.ToUInt16(data[4..]);
            if (type == ErrorType && _stopping)
            {
                return true;
            }

            if (type == (PacketType | PacketMessage))
            {
                TakePacket(data[HeaderLength..length], timestamp);
            }

            data = data[Math.Min((length + 3) & ~3, data.Length)..];
        }

        return false;
    }

    private void TakePacket(ReadOnlySpan<byte> message, long timestamp)
    {
        switch (LegacyTraceDecoder.Read(message, out LegacyTraceEntry entry))
        {
            case LegacyTraceReading.Entry:
                Interlocked.Increment(ref _entries);
                _sink.Entry(entry, timestamp);
                break;
            case LegacyTraceReading.Foreign:
                Interlocked.Increment(ref _foreign);
                break;
            default:
                Interlocked.Increment(ref _malformed);
                _sink.Lost();
                break;
        }
    }

    private void Release()
    {
        _settings.ForEach(s => s.Dispose());
        _socket.Dispose();
    }
}
