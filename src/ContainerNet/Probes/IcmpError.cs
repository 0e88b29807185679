using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ContainerNet.Interop;

namespace ContainerNet.Probes;

/// <summary>An ICMP error that came back for a probe, from the error queue of its socket (ip(7), IP_RECVERR).</summary>
/// <param name="IsIPv6">ICMPv6?</param>
/// <param name="Type">The ICMP type.</param>
/// <param name="Code">The ICMP code.</param>
/// <param name="Sender">Who sent it.</param>
internal sealed record IcmpError(bool IsIPv6, byte Type, byte Code, IPAddress? Sender)
{
    private const int IPv4Level = 0, IPv6Level = 41;
    private const int IPv4ReceiveErrors = 11, IPv6ReceiveErrors = 25;
    private const byte FromIcmp = 2, FromIcmp6 = 3;
    private const int ErrorLength = 16;

    /// <summary>Port unreachable?</summary>
    public bool IsPortUnreachable => IsIPv6 ? Type == 1 && Code == 4 : Type == 3 && Code == 3;

    /// <summary>Host or address unreachable: nobody answered for the address on the last link?</summary>
    public bool IsHostUnreachable => IsIPv6 ? Type == 1 && Code == 3 : Type == 3 && Code == 1;

    /// <summary>Asks the kernel to keep such errors for this socket.</summary>
    public static void Watch(Socket socket)
    {
        Span<byte> on = stackalloc byte[sizeof(int)];
        MemoryMarshal.Write(on, 1);
        if (socket.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6)
        {
            socket.SetRawSocketOption(IPv6Level, IPv6ReceiveErrors, on);
        }
        else
        {
            socket.SetRawSocketOption(IPv4Level, IPv4ReceiveErrors, on);
        }
    }

    /// <summary>The last error of the queue, or null when there is none.</summary>
    public static unsafe IcmpError? Read(Socket socket)
    {
        IcmpError? last = null;
        byte* control = stackalloc byte[512];
        byte* data = stackalloc byte[256];
        for (int i = 0; i < 16; i++)
        {
            MessageVector vector = new() { Base = data, Length = 256 };
            MessageHeader header = new() { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = 512 };
            if (NativeReceiveMessage.Receive(
                socket.SafeHandle, &header, NativeReceiveMessage.ErrorQueue | NativeReceiveMessage.DoNotWait) < 0)
            {
                break;
            }

            last = Decode(new ReadOnlySpan<byte>(control, (int)Math.Min(header.ControlLength, 512))) ?? last;
        }

        return last;
    }

    /// <summary>Reads control messages: struct cmsghdr, then struct sock_extended_err, then the sender's address.</summary>
    internal static IcmpError? Decode(ReadOnlySpan<byte> control)
    {
        const int Header = 16;
        while (control.Length >= Header)
        {
            long length = BitConverter.ToInt64(control);
            if (length < Header || length > control.Length)
            {
                return null;
            }

            int level = BitConverter.ToInt32(control[8..]);
            int type = BitConverter.ToInt32(control[12..]);
            ReadOnlySpan<byte> body = control[Header..(int)length];
            if ((level, type) is (IPv4Level, IPv4ReceiveErrors) or (IPv6Level, IPv6ReceiveErrors)
                && body.Length >= ErrorLength && body[4] is FromIcmp or FromIcmp6)
            {
                return new IcmpError(body[4] == FromIcmp6, body[5], body[6], SenderOf(body[ErrorLength..]));
            }

            control = control[(int)Math.Min((length + 7) & ~7, control.Length)..];
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string what = (IsIPv6, Type, Code) switch
        {
            (false, 3, 0) or (true, 1, 0) => "network unreachable",
            (false, 3, 1) => "host unreachable",
            (false, 3, 2) => "protocol unreachable",
            (false, 3, 3) or (true, 1, 4) => "port unreachable",
            (false, 3, 9) => "network administratively prohibited",
            (false, 3, 10) => "host administratively prohibited",
            (false, 3, 13) or (true, 1, 1) => "administratively prohibited",
            (true, 1, 3) => "address unreachable",
            (true, 1, 5) => "policy failed",
            (true, 1, 6) => "reject route",
            (false, 11, _) or (true, 3, _) => "time exceeded",
            _ => "error",
        };
        return $"ICMP{(IsIPv6 ? "v6" : "")} {what} (type {Type}, code {Code}){(Sender is null ? "" : $" from {Sender}")}";
    }

    private static IPAddress? SenderOf(ReadOnlySpan<byte> address) => address.Length < 2 ? null : BitConverter.ToUInt16(address) switch
    {
        2 when address.Length >= 8 => new IPAddress(address[4..8]),
        10 when address.Length >= 24 => new IPAddress(address[8..24]),
        _ => null,
    };
}
