using System.Runtime.InteropServices;
using ContainerNet.Interop;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Hosting;

/// <summary>
/// A socket to netfilter in the network namespace of the thread that opens it. It stays there, whoever uses it later,
/// and what the kernel ties to it (a table with an owner, a log group) goes when it is closed. One user at a time.
/// </summary>
internal sealed class NetfilterSocket : IDisposable
{
    private const int HeaderLength = 16;
    private const int AddressLength = 12;
    private const int BufferLength = 64 * 1024;
    private const int SendBufferBytes = 8 << 20;
    private const ushort RequestFlag = 0x1;
    private const ushort ErrorType = 2;
    private const ushort BatchBegin = 0x10;
    private const ushort BatchEnd = 0x11;

    private readonly byte[] _buffer = new byte[BufferLength];
    private uint _sequence;

    private NetfilterSocket(SafeFileHandle handle, uint portId)
    {
        Handle = handle;
        PortId = portId;
    }

    /// <summary>The socket itself.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Its netlink port, by which the kernel tells others who changed something.</summary>
    public uint PortId { get; }

    /// <summary>Opens one in the network namespace of the calling thread.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused; TraceUnsupported when the kernel has no netfilter over
    /// netlink.</exception>
    public static NetfilterSocket Open()
    {
        SafeFileHandle handle = NativeSocket.Create(
            NativeSocket.NetlinkFamily, NativeSocket.Raw, NativeSocket.NetfilterProtocol);
        NetlinkAddress local = new() { Family = NativeSocket.NetlinkFamily };
        Span<byte> address = stackalloc byte[AddressLength];
        address.Clear();
        address[0] = NativeSocket.NetlinkFamily;
        int length = AddressLength;
        if (handle.IsInvalid
            || NativeBind.Bind(handle, local, AddressLength) != 0
            || NativeSocketName.Get(handle, address, ref length) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            handle.Dispose();
            throw NotOpened(error);
        }

        // Where one of them is refused, errors have fewer words, or a very large batch does not fit and is refused.
        SetOption(handle, NativeSocketOption.NetlinkLevel, NativeSocketOption.ExtendedAck, 1);
        SetOption(handle, NativeSocketOption.NetlinkLevel, NativeSocketOption.CapAck, 1);
        SetOption(handle, NativeSocketOption.SocketLevel, NativeSocketOption.SendBufferForce, SendBufferBytes);
        NetfilterSocket socket = new(handle, MemoryMarshal.Read<uint>(address[4..]));
        socket.LimitWait(TimeSpan.FromSeconds(5));
        return socket;
    }

    /// <summary>Asks for all of it or nothing, in one transaction of nf_tables.</summary>
    /// <returns>Null when it is done.</returns>
    /// <exception cref="ContainerNetException">NetlinkRefused: the kernel did not answer.</exception>
    public NetfilterRefusal? Transact(IReadOnlyList<NetfilterMessage> messages)
    {
        byte[] subsystem = NetfilterMessage.Header(0, NetfilterMessage.TablesSubsystem);
        uint first = _sequence + 1;
        uint last = first + (uint)messages.Count;
        NetlinkWriter batch = new();
        Append(batch, new NetfilterMessage(BatchBegin, 0, subsystem));
        for (int i = 0; i < messages.Count; i++)
        {
            // The answer to the last message tells of the whole: an error of any other comes before it.
            ushort ack = i == messages.Count - 1 ? NetfilterMessage.Acknowledge : (ushort)0;
            Append(batch, messages[i] with { Flags = (ushort)(messages[i].Flags | ack) });
        }

        Append(batch, new NetfilterMessage(BatchEnd, 0, subsystem));
        Send(batch.Payload);
        return Await(first, last, reply: null);
    }

    /// <summary>Asks one thing.</summary>
    /// <param name="message">The request; when it has no acknowledge flag, a message is the answer.</param>
    /// <param name="reply">Takes the message that is the answer.</param>
    /// <returns>Null when it is done.</returns>
    /// <exception cref="ContainerNetException">NetlinkRefused: the kernel did not answer.</exception>
    public NetfilterRefusal? Ask(NetfilterMessage message, Action<NetlinkMessage>? reply = null)
    {
        NetlinkWriter writer = new();
        Append(writer, message);
        Send(writer.Payload);
        return Await(_sequence, _sequence, reply);
    }

    /// <summary>Sends a request and does not wait for its answer: for a socket that another thread reads.</summary>
    public void Post(NetfilterMessage message)
    {
        NetlinkWriter writer = new();
        Append(writer, message);
        _ = NativeSend.Send(Handle, writer.Payload, writer.Payload.Length, 0);
    }

    /// <summary>How long a read waits.</summary>
    public void LimitWait(TimeSpan limit)
    {
        Span<long> time = [(long)limit.TotalSeconds, limit.Microseconds + (limit.Milliseconds * 1000L)];
        _ = NativeSocketOption.Set(
            Handle, NativeSocketOption.SocketLevel, NativeSocketOption.ReceiveTimeout, MemoryMarshal.AsBytes(time), 16);
    }

    /// <summary>Makes the receive buffer as large as asked, past the system's limit where allowed.</summary>
    public void EnlargeBuffer(int bytes)
    {
        if (!SetOption(Handle, NativeSocketOption.SocketLevel, NativeSocketOption.ReceiveBufferForce, bytes))
        {
            SetOption(Handle, NativeSocketOption.SocketLevel, NativeSocketOption.ReceiveBuffer, bytes);
        }
    }

    /// <summary>Closes it, and with it goes what is tied to it.</summary>
    public void Dispose() => Handle.Dispose();

    private static bool SetOption(SafeFileHandle socket, int level, int option, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        MemoryMarshal.Write(bytes, value);
        return NativeSocketOption.Set(socket, level, option, bytes, bytes.Length) == 0;
    }

    private void Append(NetlinkWriter writer, NetfilterMessage message)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        header.Clear();
        MemoryMarshal.Write(header, HeaderLength + message.Payload.Length);
        MemoryMarshal.Write(header[4..], message.Type);
        MemoryMarshal.Write(header[6..], (ushort)(message.Flags | RequestFlag));
        MemoryMarshal.Write(header[8..], ++_sequence);
        writer.Raw(header).Raw(message.Payload);
    }

    private void Send(ReadOnlySpan<byte> data)
    {
        if (NativeSend.Send(Handle, data, data.Length, 0) != data.Length)
        {
            throw NoAnswer(Marshal.GetLastPInvokeErrorMessage());
        }
    }

    /// <summary>Waits for the word on the last message, or an error of an earlier one.</summary>
    private NetfilterRefusal? Await(uint first, uint last, Action<NetlinkMessage>? reply)
    {
        while (true)
        {
            nint length = NativeReceive.Receive(Handle, _buffer, _buffer.Length, 0);
            if (length < 0 && Marshal.GetLastPInvokeError() == ErrorNumber.Interrupted)
            {
                continue;
            }

            if (length <= 0)
            {
                throw NoAnswer(Marshal.GetLastPInvokeErrorMessage());
            }

            if (Take(_buffer.AsSpan(0, (int)length), first, last, reply, out NetfilterRefusal? refusal))
            {
                return refusal;
            }
        }
    }

    /// <summary>True at the end of the answer. Late answers to earlier requests are passed over.</summary>
    private static bool Take(
        ReadOnlySpan<byte> data, uint first, uint last, Action<NetlinkMessage>? reply, out NetfilterRefusal? refusal)
    {
        refusal = null;
        while (data.Length >= HeaderLength)
        {
            int length = BitConverter.ToInt32(data);
            if (length < HeaderLength || length > data.Length)
            {
                throw NoAnswer("a message of the answer is cut off");
            }

            ushort type = BitConverter.ToUInt16(data[4..]);
            uint sequence = BitConverter.ToUInt32(data[8..]);
            ReadOnlySpan<byte> payload = data[HeaderLength..length];
            bool isOurs = sequence - first <= last - first;
            if (isOurs && type == ErrorType && payload.Length >= sizeof(int))
            {
                int error = -BitConverter.ToInt32(payload);
                if (error != 0)
                {
                    string words = ExtendedAckText.Of(isError: true, BitConverter.ToUInt16(data[6..]), payload);
                    refusal = new NetfilterRefusal((int)(sequence - first) - 1, error, words);
                    return true;
                }

                if (sequence == last)
                {
                    return true;
                }
            }
            else if (isOurs && reply is not null)
            {
                reply(new NetlinkMessage(type, payload.ToArray()));
                return true;
            }

            data = data[Math.Min((length + 3) & ~3, data.Length)..];
        }

        return false;
    }

    private static ContainerNetException NotOpened(int error) => new(
        error is ErrorNumber.ProtocolNotSupported or ErrorNumber.FamilyNotSupported
            ? Problem.TraceUnsupported
            : Problem.NetlinkRefused,
        "netfilter",
        $"This kernel lets nobody speak to netfilter over netlink: {Marshal.GetPInvokeErrorMessage(error)}.");

    private static ContainerNetException NoAnswer(string reason) =>
        new(Problem.NetlinkRefused, "netfilter", $"Netfilter gave no answer over netlink: {reason}.");
}
