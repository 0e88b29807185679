using System.Runtime.InteropServices;
using ContainerNet.Hosting;
using ContainerNet.Interop;
using ContainerNet.Tracing;

namespace ContainerNet.Watching;

/// <summary>Tells of each program that is started on the machine (the kernel's process connector). Only in the first process
/// and network namespace, which is where hosts live; a host in a container has to do with what /proc shows.</summary>
internal sealed class ExecSocket : IDisposable
{
    private const int ExecGroup = 1; // CN_IDX_PROC
    private const int MessageHeader = 16, ConnectorHeader = 20;
    private const int WhatOffset = MessageHeader + ConnectorHeader;
    private const int ProcessOffset = ConnectorHeader + 16 + 4; // struct proc_event: what, cpu, time, then pid and tgid
    private const uint Exec = 2; // PROC_EVENT_EXEC
    private const uint Listen = 1; // PROC_CN_MCAST_LISTEN

    private readonly GroupSocket _socket;

    private ExecSocket(GroupSocket socket) => _socket = socket;

    /// <summary>For poll(2).</summary>
    public int Descriptor => _socket.Descriptor;

    /// <summary>Opens it; null where there is none.</summary>
    public static ExecSocket? Open()
    {
        GroupSocket? socket = null;
        try
        {
            socket = GroupSocket.Open(NativeSocket.ConnectorProtocol, "programs that are started", ExecGroup);
            Filter(socket);
            byte[] request = Request();
            if (NativeSend.Send(socket.Handle, request, request.Length, 0) == request.Length)
            {
                return new ExecSocket(socket);
            }
        }
        catch (ContainerNetException)
        {
            // Not permitted, or not built in: surroundings then come from /proc.
        }

        socket?.Dispose();
        return null;
    }

    /// <summary>Takes what is there.</summary>
    /// <param name="started">Gets the process.</param>
    public ReceiveOutcome Receive(Action<int> started) => _socket.Receive((_, payload, _) =>
    {
        if (ProcessOf(payload) is int process)
        {
            started(process);
        }
    });

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>The process of an event of the kind that is wanted, or null.</summary>
    internal static int? ProcessOf(ReadOnlySpan<byte> payload) =>
        payload.Length >= ProcessOffset + sizeof(int) && MemoryMarshal.Read<uint>(payload[ConnectorHeader..]) == Exec
            ? MemoryMarshal.Read<int>(payload[ProcessOffset..])
            : null;

    private static byte[] Request()
    {
        byte[] request = new byte[MessageHeader + ConnectorHeader + sizeof(uint)];
        MemoryMarshal.Write(request, request.Length);
        MemoryMarshal.Write(request.AsSpan(4), (ushort)3); // NLMSG_DONE
        MemoryMarshal.Write(request.AsSpan(MessageHeader), ExecGroup);
        MemoryMarshal.Write(request.AsSpan(MessageHeader + 4), 1); // CN_VAL_PROC
        MemoryMarshal.Write(request.AsSpan(MessageHeader + 16), (ushort)sizeof(uint));
        MemoryMarshal.Write(request.AsSpan(WhatOffset), Listen);
        return request;
    }

    /// <summary>Forks and exits are several times as many; the kernel leaves them out before we are woken.</summary>
    private static unsafe void Filter(GroupSocket socket)
    {
        // The filter loads in network order what the machine wrote in its own.
        uint wanted = BitConverter.IsLittleEndian ? Exec << 8 : Exec;
        uint offset = WhatOffset + (BitConverter.IsLittleEndian ? 0u : 2u);
        ReadOnlySpan<FilterStep> steps = [FilterStep.LoadHalf(offset), FilterStep.SkipIf(wanted, 0, 1), FilterStep.Keep(), FilterStep.Drop()];
        fixed (FilterStep* first = steps)
        {
            FilterProgram program = new() { Count = (ushort)steps.Length, Steps = first };
            ReadOnlySpan<byte> bytes = new(&program, sizeof(FilterProgram));
            _ = NativeSocketOption.Set(
                socket.Handle, NativeSocketOption.SocketLevel, NativeSocketOption.AttachFilter, bytes, bytes.Length);
        }
    }
}
