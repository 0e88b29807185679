using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using ContainerNet.Interop;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Hosting;

/// <summary>One request over netlink(7) in the network namespace of the calling thread.</summary>
internal static class NetlinkRequest
{
    private const int HeaderLength = 16;
    private const ushort ErrorType = 2;
    private const ushort DoneType = 3;
    private const ushort RequestFlag = 0x1;
    private const ushort AckFlag = 0x4;
    private const ushort InterruptedFlag = 0x10;
    private const ushort DumpFlags = 0x300;
    private const int Attempts = 10;

    // The kernel puts at most 32 KiB into one datagram of a dump (net/netlink/af_netlink.c, netlink_dump).
    private const int BufferLength = 64 * 1024;
    private const int TotalLimit = 512 * 1024 * 1024;
    private const int InterruptedCall = 4;

    private const int SocketBufferLength = 1 << 20;

    private static int s_sequence;

    /// <summary>Asks for a whole table.</summary>
    /// <param name="protocol">NETLINK_ROUTE, NETLINK_SOCK_DIAG.</param>
    /// <param name="type">The message type, such as RTM_GETLINK.</param>
    /// <param name="header">The family's header, and attributes that narrow the answer.</param>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static IReadOnlyList<NetlinkMessage> Dump(int protocol, ushort type, ReadOnlySpan<byte> header)
    {
        using SafeFileHandle socket = Open(protocol);
        NetlinkSink sink = new();
        Dump(socket, type, header, sink);
        return sink.Messages;
    }

    /// <summary>Asks for a whole table, once, and hands over each message's payload as it comes: for what is too long to keep.</summary>
    /// <returns>False when the table changed meanwhile.</returns>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static bool DumpEach(int protocol, ushort type, ReadOnlySpan<byte> header, Action<ReadOnlySpan<byte>> take)
    {
        using SafeFileHandle socket = Open(protocol);
        uint sequence = (uint)Interlocked.Increment(ref s_sequence);
        Send(socket, type, RequestFlag | DumpFlags, sequence, header);
        return Receive(socket, type, sequence, new NetlinkSink(payload =>
        {
            take(payload);
            return false;
        }));
    }

    /// <summary>Asks for two tables of one type over one socket.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static IReadOnlyList<NetlinkMessage> Dump(
        int protocol, ushort type, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using SafeFileHandle socket = Open(protocol);
        NetlinkSink sink = new();
        Dump(socket, type, first, sink);
        Dump(socket, type, second, sink);
        return sink.Messages;
    }

    /// <summary>Asks for one change and waits for the kernel's word on it.</summary>
    /// <param name="protocol">NETLINK_ROUTE.</param>
    /// <param name="type">RTM_NEW..., RTM_DEL...</param>
    /// <param name="flags">NLM_F_CREATE and others.</param>
    /// <param name="payload">The family's header and the attributes.</param>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static void Change(int protocol, ushort type, ushort flags, ReadOnlySpan<byte> payload)
    {
        using SafeFileHandle socket = Open(protocol);
        Send(socket, type, (ushort)(RequestFlag | AckFlag | flags), 1, payload);
        Receive(socket, type, 1, new NetlinkSink());
    }

    /// <summary>Asks one question that has one answer, such as for the route to an address.</summary>
    /// <param name="protocol">NETLINK_ROUTE.</param>
    /// <param name="type">RTM_GET...</param>
    /// <param name="payload">The family's header and the attributes.</param>
    /// <exception cref="ContainerNetException">NetlinkRefused; its inner Win32Exception has the kernel's number.</exception>
    public static IReadOnlyList<NetlinkMessage> Ask(int protocol, ushort type, ReadOnlySpan<byte> payload)
    {
        using SafeFileHandle socket = Open(protocol);
        NetlinkSink sink = new();
        Send(socket, type, RequestFlag | AckFlag, 1, payload);
        Receive(socket, type, 1, sink);
        return sink.Messages;
    }

    /// <summary>Asks for a whole table over a socket that is open. A socket whose sink was full is good for nothing more.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static void Dump(SafeFileHandle socket, ushort type, ReadOnlySpan<byte> header, NetlinkSink sink)
    {
        int before = sink.Messages.Count;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            // A late message of an earlier request on this socket must not count as an answer to this one.
            uint sequence = (uint)Interlocked.Increment(ref s_sequence);
            sink.Messages.RemoveRange(before, sink.Messages.Count - before);
            Send(socket, type, RequestFlag | DumpFlags, sequence, header);
            if (Receive(socket, type, sequence, sink))
            {
                return;
            }
        }

        // The table changed during every attempt. Each entry is true, some may be missing or twice.
        throw Refused(type, "the table kept changing while it was read; try again");
    }

    /// <summary>Opens a socket in the network namespace of the calling thread; it stays there.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public static SafeFileHandle Open(int protocol)
    {
        SafeFileHandle socket = NativeSocket.Create(
            NativeSocket.NetlinkFamily, NativeSocket.Raw, protocol);
        if (socket.IsInvalid)
        {
            socket.Dispose();
            throw Refused(0, Marshal.GetLastPInvokeErrorMessage());
        }

        // Older kernels know neither option: then the answer is only less narrow, and errors have no words.
        SetOption(socket, NativeSocketOption.NetlinkLevel, NativeSocketOption.ExtendedAck, 1);
        SetOption(socket, NativeSocketOption.NetlinkLevel, NativeSocketOption.StrictCheck, 1);
        SetOption(socket, NativeSocketOption.SocketLevel, NativeSocketOption.ReceiveBuffer, SocketBufferLength);
        Span<byte> limit = stackalloc byte[16];
        limit.Clear();
        limit[0] = 5;
        _ = NativeSocketOption.Set(
            socket, NativeSocketOption.SocketLevel, NativeSocketOption.ReceiveTimeout, limit, limit.Length);
        return socket;
    }

    private static void SetOption(SafeFileHandle socket, int level, int option, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        MemoryMarshal.Write(bytes, value);
        _ = NativeSocketOption.Set(socket, level, option, bytes, bytes.Length);
    }

    private static void Send(SafeFileHandle socket, ushort type, ushort flags, uint sequence, ReadOnlySpan<byte> payload)
    {
        byte[] request = new byte[HeaderLength + payload.Length];
        MemoryMarshal.Write(request, (uint)request.Length);
        MemoryMarshal.Write(request.AsSpan(4), type);
        MemoryMarshal.Write(request.AsSpan(6), flags);
        MemoryMarshal.Write(request.AsSpan(8), sequence);
        payload.CopyTo(request.AsSpan(HeaderLength));
        if (NativeSend.Send(socket, request, request.Length, 0) != request.Length)
        {
            throw Refused(type, Marshal.GetLastPInvokeErrorMessage());
        }
    }

    /// <summary>Reads until the end of the answer.</summary>
    /// <returns>False when the kernel says that the table changed meanwhile.</returns>
    private static bool Receive(SafeFileHandle socket, ushort type, uint sequence, NetlinkSink sink)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            return Receive(socket, type, sequence, sink, buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool Receive(
        SafeFileHandle socket, ushort type, uint sequence, NetlinkSink sink, byte[] buffer)
    {
        bool whole = true;
        for (long total = 0; total < TotalLimit;)
        {
            nint length = NativeReceive.Receive(socket, buffer, buffer.Length, NativeReceive.RealLength);
            if (length < 0 && Marshal.GetLastPInvokeError() == InterruptedCall)
            {
                continue;
            }

            if (length <= 0 || length > buffer.Length)
            {
                throw Refused(type, length < 0 ? Marshal.GetLastPInvokeErrorMessage() : "message longer than expected");
            }

            total += length;
            if (TakeAll(buffer.AsSpan(0, (int)length), type, sequence, sink, ref whole))
            {
                return whole;
            }
        }

        throw Refused(type, $"the answer is longer than {TotalLimit} bytes");
    }

    /// <summary>Takes the messages of one datagram; true at the end of the answer, or when no more are wanted.</summary>
    private static bool TakeAll(
        ReadOnlySpan<byte> data, ushort type, uint sequence, NetlinkSink sink, ref bool whole)
    {
        while (data.Length >= HeaderLength)
        {
            int length = BitConverter.ToInt32(data);
            if (length < HeaderLength || length > data.Length)
            {
                throw Refused(type, "a message of the answer is cut off");
            }

            ushort messageType = BitConverter.ToUInt16(data[4..]);
            ushort flags = BitConverter.ToUInt16(data[6..]);
            ReadOnlySpan<byte> payload = data[HeaderLength..length];
            if (BitConverter.ToUInt32(data[8..]) == sequence)
            {
                whole &= (flags & InterruptedFlag) == 0;
                switch (messageType)
                {
                    case DoneType:
                    case ErrorType:
                        ThrowOnError(type, messageType, flags, payload);
                        return true;
                    default:
                        if (!sink.Take(messageType, payload))
                        {
                            return true;
                        }

                        break;
                }
            }

            data = data[Math.Min((length + 3) & ~3, data.Length)..];
        }

        return false;
    }

    /// <summary>Both messages begin with the negated errno, or 0.</summary>
    private static void ThrowOnError(ushort type, ushort messageType, ushort flags, ReadOnlySpan<byte> payload)
    {
        int error = payload.Length >= sizeof(int) ? -BitConverter.ToInt32(payload) : 0;
        if (error != 0)
        {
            string words = ExtendedAckText.Of(messageType == ErrorType, flags, payload);
            throw Refused(
                type,
                Marshal.GetPInvokeErrorMessage(error) + (words.Length > 0 ? $" ({words})" : ""),
                new Win32Exception(error));
        }
    }

    private static ContainerNetException Refused(ushort type, string reason, Win32Exception? error = null) => new(
        Problem.NetlinkRefused,
        $"netlink message {type.ToString(CultureInfo.InvariantCulture)}",
        $"The kernel refused netlink message {type.ToString(CultureInfo.InvariantCulture)}: {reason}.",
        error);
}
