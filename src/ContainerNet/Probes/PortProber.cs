using System.Net;
using System.Net.Sockets;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Probes;

/// <summary>Knocks at one port.</summary>
public static class PortProber
{
    /// <summary>Knocks from the container, or from the host.</summary>
    /// <exception cref="ContainerNetException">NamespaceNotFound, PermissionDenied.</exception>
    public static Task<PortTest> TestAsync(PortProbe probe, CancellationToken cancellationToken) =>
        TestAsync(probe, external: null, cancellationToken);

    /// <summary>Knocks.</summary>
    /// <param name="probe">Where, from where, how long.</param>
    /// <param name="external">The place to stand for <see cref="Vantage.External"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ContainerNetException">NamespaceNotFound, PermissionDenied.</exception>
    public static async Task<PortTest> TestAsync(
        PortProbe probe, ExternalVantage? external, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(probe);
        long start = TimeProvider.System.GetTimestamp();
        ProbeOutcome outcome;
        IPAddress? source = null;
        if (probe.Protocol == Protocol.Sctp)
        {
            outcome = new(PortState.Unknown, "SCTP is not probed");
        }
        else
        {
            (Socket made, source) = MakeSocket(probe, external);
            using Socket socket = made;
            IcmpError.Watch(socket);
            outcome = probe.Protocol == Protocol.Tcp
                ? await TcpKnock.KnockAsync(socket, probe, source, cancellationToken)
                : await UdpKnock.KnockAsync(socket, probe, source, cancellationToken);
        }

        string note = probe.Vantage == Vantage.External && external is not null && IsWorthANote(external, probe, outcome)
            ? external.NoteFor(probe.Address)
            : "";
        return new PortTest
        {
            Container = probe.Container,
            Vantage = probe.Vantage,
            RemoteAddress = probe.Address,
            RemotePort = probe.Port,
            Protocol = probe.Protocol,
            State = outcome.State,
            SourceAddress = source,
            Detail = note.Length > 0 ? $"{outcome.Detail} ({note})" : outcome.Detail,
            ElapsedMs = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds,
        };
    }

    /// <summary>An answer that came is what a real client would get, if the packet came in as a real client's. Where none
    /// came, the way of the answer may be why.</summary>
    private static bool IsWorthANote(ExternalVantage external, PortProbe probe, ProbeOutcome outcome) =>
        outcome.State != PortState.Open
        && (outcome.State is PortState.Filtered or PortState.Unknown || !external.IsByUplink(probe.Address));

    private static (Socket Socket, IPAddress? Source) MakeSocket(PortProbe probe, ExternalVantage? external)
    {
        (Socket, IPAddress?) Make() => (
            probe.Protocol == Protocol.Tcp
                ? new Socket(probe.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
                : new Socket(probe.Address.AddressFamily, SocketType.Dgram, ProtocolType.Udp),
            SourceFor(probe.Address));

        return probe.Vantage switch
        {
            Vantage.Container => NamespaceThread.Run(probe.ContainerProcessId, Make),
            Vantage.External => (external ?? throw new ArgumentNullException(nameof(external))).Run(Make),
            _ => Make(),
        };
    }

    /// <summary>The address that this namespace knocks from. Asked of a datagram socket, which sends nothing by connecting:
    /// the socket of the probe forgets its own when the connect fails.</summary>
    private static IPAddress? SourceFor(IPAddress address)
    {
        const int AnyPort = 9;
        try
        {
            using Socket socket = new(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(address, AnyPort);
            return (socket.LocalEndPoint as IPEndPoint)?.Address;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
