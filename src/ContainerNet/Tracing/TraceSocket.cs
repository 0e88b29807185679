using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ContainerNet.Hosting;
using ContainerNet.Interop;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Tracing;

/// <summary>The netlink socket on which the kernel tells of traced packets and of changes to the rule set, in one
/// order.</summary>
internal sealed class TraceSocket : IDisposable
{
    /// <summary>A receive that waits ends after so long, so that nobody has to be woken to be stopped.</summary>
    public const int WaitMilliseconds = 20;

    /// <summary>(NFNL_SUBSYS_NFTABLES &lt;&lt; 8) | NFT_MSG_NEWGEN: a change of the rule set is complete.</summary>
    public const ushort GenerationType = (10 << 8) | 15;

    private const string Target = "nf_tables trace";
    private const uint TraceGroup = 1 << (9 - 1);
    private const uint RulesGroup = 1 << (7 - 1);

    private readonly SafeFileHandle _socket;

    private TraceSocket(SafeFileHandle socket) => _socket = socket;

    /// <summary>Bytes that the kernel may keep for us, its own overhead included.</summary>
    public int BufferBytes { get; private init; }

    /// <summary>Messages that the kernel had no room for so far.</summary>
    public uint Dropped
    {
        get
        {
            Span<byte> numbers = stackalloc byte[(NativeGetSocketOption.DropsIndex + 1) * sizeof(uint)];
            uint length = (uint)numbers.Length;
            int result = NativeGetSocketOption.Get(
                _socket, NativeSocketOption.SocketLevel, NativeGetSocketOption.MemoryInfo, numbers, ref length);
            return result == 0 && length == numbers.Length ? MemoryMarshal.Read<uint>(numbers[^sizeof(uint)..]) : 0;
        }
    }

    /// <summary>Opens it in the network namespace of the calling thread; from then on the kernel collects.</summary>
    /// <param name="bufferBytes">What to ask for as buffer; the kernel doubles it for its overhead.</param>
    /// <exception cref="ContainerNetException">PermissionDenied, NetlinkRefused.</exception>
    public static TraceSocket Open(int bufferBytes)
    {
        SafeFileHandle socket = NativeSocket.Create(
            NativeSocket.NetlinkFamily, NativeSocket.Raw, NativeSocket.NetfilterProtocol);
        if (socket.IsInvalid)
        {
            socket.Dispose();
            throw Refused("open a netlink socket");
        }

        try
        {
            SetWait(socket);
            SetBuffer(socket, bufferBytes);
            TraceFilter.Attach(socket);
            NetlinkAddress address = new() { Family = NativeSocket.NetlinkFamily, Groups = TraceGroup | RulesGroup };
            return NativeBind.Bind(socket, address, (uint)Unsafe.SizeOf<NetlinkAddress>()) == 0
                ? new TraceSocket(socket) { BufferBytes = BufferOf(socket) }
                : throw Refused("listen to trace events");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Receives what is there, at most one batch.</summary>
    /// <param name="batch">Gets the messages.</param>
    /// <param name="wait">Wait for a first one, for a short while?</param>
    public unsafe ReceiveOutcome Receive(MessageBatch batch, bool wait)
    {
        int flags = wait ? NativeReceiveBatch.WaitForOne : NativeReceiveBatch.DoNotWait;
        int count = NativeReceiveBatch.Receive(_socket, batch.Messages, (uint)batch.Capacity, flags, null);
        batch.Count = Math.Max(count, 0);
        return count >= 0 ? ReceiveOutcome.Some : Marshal.GetLastPInvokeError() switch
        {
            ErrorNumber.TryAgain or ErrorNumber.Interrupted => ReceiveOutcome.Nothing,
            ErrorNumber.NoBufferSpace => ReceiveOutcome.Lost,
            _ => ReceiveOutcome.Broken,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static void SetWait(SafeFileHandle socket)
    {
        Span<long> time = [0, WaitMilliseconds * 1000]; // struct timeval
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(time);
        if (NativeSocketOption.Set(
            socket, NativeSocketOption.SocketLevel, NativeSocketOption.ReceiveTimeout, bytes, bytes.Length) != 0)
        {
            throw Refused("set a time limit");
        }
    }

    /// <summary>Beyond the system's limit where we may, up to it elsewhere.</summary>
    private static void SetBuffer(SafeFileHandle socket, int bufferBytes)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        MemoryMarshal.Write(bytes, bufferBytes);
        if (NativeSocketOption.Set(
            socket, NativeSocketOption.SocketLevel, NativeSocketOption.ReceiveBufferForce, bytes, bytes.Length) != 0)
        {
            _ = NativeSocketOption.Set(
                socket, NativeSocketOption.SocketLevel, NativeSocketOption.ReceiveBuffer, bytes, bytes.Length);
        }
    }

    private static int BufferOf(SafeFileHandle socket)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        uint length = (uint)bytes.Length;
        return NativeGetSocketOption.Get(
            socket, NativeSocketOption.SocketLevel, NativeSocketOption.ReceiveBuffer, bytes, ref length) == 0
            ? MemoryMarshal.Read<int>(bytes)
            : 0;
    }

    private static ContainerNetException Refused(string action)
    {
        bool denied = Marshal.GetLastPInvokeError() is ErrorNumber.NotPermitted or ErrorNumber.AccessDenied;
        string reason = Marshal.GetLastPInvokeErrorMessage();
        return new ContainerNetException(
            denied ? Problem.PermissionDenied : Problem.NetlinkRefused,
            Target,
            $"Cannot {action}: {reason}." + (denied ? " Run as root, or with CAP_NET_ADMIN." : ""));
    }
}
