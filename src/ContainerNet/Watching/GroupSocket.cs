using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ContainerNet.Hosting;
using ContainerNet.Interop;
using ContainerNet.Tracing;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Watching;

/// <summary>A netlink socket that hears what the kernel tells to some multicast groups, in the network namespace of the
/// thread that opens it.</summary>
internal sealed class GroupSocket : IDisposable
{
    private const int HeaderLength = 16;
    private const int BufferLength = 64 * 1024;

    // Much comes at once where a rule set is loaded; the kernel takes the memory only while messages wait in it.
    private const int KernelBufferBytes = 16 << 20;

    private readonly SafeFileHandle _socket;
    private readonly byte[] _buffer = new byte[BufferLength];

    private GroupSocket(SafeFileHandle socket) => _socket = socket;

    /// <summary>One message with the netlink port of whoever asked for the change, 0 for the kernel itself. What follows its
    /// header holds only during the call: a flood of rules is counted, and would else be garbage for nothing.</summary>
    public delegate void Take(ushort type, ReadOnlySpan<byte> payload, uint port);

    /// <summary>For poll(2).</summary>
    public int Descriptor => (int)_socket.DangerousGetHandle();

    /// <summary>The socket.</summary>
    internal SafeFileHandle Handle => _socket;

    /// <summary>Opens it; from here on the kernel collects.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, NetlinkRefused.</exception>
    public static GroupSocket Open(int protocol, string what, params ReadOnlySpan<int> groups)
    {
        SafeFileHandle socket = NativeSocket.Create(NativeSocket.NetlinkFamily, NativeSocket.Raw, protocol);
        try
        {
            NetlinkAddress local = new() { Family = NativeSocket.NetlinkFamily };
            if (socket.IsInvalid || NativeBind.Bind(socket, local, (uint)Unsafe.SizeOf<NetlinkAddress>()) != 0)
            {
                throw Refused(what);
            }

            if (!Set(socket, NativeSocketOption.SocketLevel, NativeSocketOption.ReceiveBufferForce, KernelBufferBytes))
            {
                _ = Set(socket, NativeSocketOption.SocketLevel, NativeSocketOption.ReceiveBuffer, KernelBufferBytes);
            }

            foreach (int group in groups)
            {
                if (!Set(socket, NativeSocketOption.NetlinkLevel, NativeSocketOption.AddMembership, group))
                {
                    throw Refused(what);
                }
            }

            return new GroupSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Takes what is there, a bounded part of it at a time. Where something was lost, all of it: what waits then is older
    /// than what was lost, and taken after the question how things stand it would undo the answer.</summary>
    public ReceiveOutcome Receive(Take take)
    {
        bool lost = false;
        for (int i = 0; lost || i < 64; i++)
        {
            int length = ReceiveOne();
            if (length >= 0)
            {
                Split(_buffer.AsSpan(0, length), take);
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case ErrorNumber.NoBufferSpace:
                    lost = true;
                    break;
                case ErrorNumber.TryAgain or ErrorNumber.Interrupted:
                    return lost ? ReceiveOutcome.Lost : ReceiveOutcome.Nothing;
                default:
                    return ReceiveOutcome.Broken;
            }
        }

        return ReceiveOutcome.Some;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>The messages of a datagram; a part that is cut off is passed over.</summary>
    internal static void Split(ReadOnlySpan<byte> data, Take take)
    {
        while (data.Length >= HeaderLength)
        {
            int length = MemoryMarshal.Read<int>(data);
            if (length < HeaderLength || length > data.Length)
            {
                return;
            }

            ushort type = MemoryMarshal.Read<ushort>(data[4..]);
            uint port = MemoryMarshal.Read<uint>(data[12..]);
            take(type, data[HeaderLength..length], port);
            data = data[Math.Min((length + 3) & ~3, data.Length)..];
        }
    }

    /// <summary>A datagram of the kernel. One of a program, which may write to our port too, has no length.</summary>
    private unsafe int ReceiveOne()
    {
        NetlinkAddress sender = default;
        fixed (byte* start = _buffer)
        {
            MessageVector vector = new() { Base = start, Length = (nuint)_buffer.Length };
            MessageHeader header = new()
            {
                Name = &sender,
                NameLength = (uint)sizeof(NetlinkAddress),
                Vectors = &vector,
                VectorCount = 1,
            };
            int length = (int)NativeReceiveMessage.Receive(_socket, &header, NativeReceiveMessage.DoNotWait);
            return length > 0 && sender.PortId != 0 ? 0 : length;
        }
    }

    private static bool Set(SafeFileHandle socket, int level, int option, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        MemoryMarshal.Write(bytes, value);
        return NativeSocketOption.Set(socket, level, option, bytes, bytes.Length) == 0;
    }

    private static ContainerNetException Refused(string what)
    {
        int error = Marshal.GetLastPInvokeError();
        bool denied = error is ErrorNumber.NotPermitted or ErrorNumber.AccessDenied;
        return new ContainerNetException(
            denied ? Problem.PermissionDenied : Problem.NetlinkRefused,
            what,
            $"The kernel does not let us hear of {what}: {Marshal.GetPInvokeErrorMessage(error)}."
            + (denied ? " Run as root, or with CAP_NET_ADMIN." : ""));
    }
}
