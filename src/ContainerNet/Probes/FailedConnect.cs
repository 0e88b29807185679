using System.Net;
using System.Net.Sockets;

namespace ContainerNet.Probes;

/// <summary>What an error of a socket says of the port behind it.</summary>
internal static class FailedConnect
{
    private const int NotPermitted = 1, AccessDenied = 13;

    /// <summary>Judges a failed connect, send or receive of a connected socket.</summary>
    public static ProbeOutcome Judge(Socket socket, SocketException error, IPAddress? source, bool isTcp)
    {
        if (IcmpError.Read(socket) is IcmpError icmp)
        {
            return JudgeIcmp(icmp, source, isTcp);
        }

        return error.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => new(PortState.Refused, isTcp ? "reset" : "ICMP port unreachable"),

            // The handshake was done before the reset came: something did accept.
            SocketError.ConnectionReset or SocketError.ConnectionAborted
                => new(PortState.OpenButReset, "reset at once after accept"),
            SocketError.TimedOut => new(PortState.Filtered, "no answer"),

            // Without an ICMP error it is this side's own routing table that says so.
            SocketError.NetworkUnreachable => new(PortState.Unknown, "no route to that network from here"),
            SocketError.HostUnreachable => new(PortState.Unknown, "no route to that address from here"),
            SocketError.AddressNotAvailable => new(PortState.Unknown, "that address cannot be used from here"),
            _ when error.NativeErrorCode is NotPermitted or AccessDenied
                => new(PortState.Rejected, "not permitted by a rule or route on this side"),
            _ => new(PortState.Unknown, error.Message),
        };
    }

    private static ProbeOutcome JudgeIcmp(IcmpError icmp, IPAddress? source, bool isTcp)
    {
        if (icmp.IsHostUnreachable && (icmp.Sender is null || icmp.Sender.Equals(source)))
        {
            // Our own kernel says so after nobody answered ARP or NDP: a dead neighbour, not a rule.
            return new(PortState.Filtered, "nobody answers for that address on the link (no ARP or NDP reply)");
        }

        // A TCP stack refuses with a reset. ICMP port unreachable for TCP comes from a rule: the default of REJECT.
        return icmp.IsPortUnreachable && !isTcp
            ? new(PortState.Refused, icmp.ToString())
            : new(PortState.Rejected, icmp.ToString());
    }
}
