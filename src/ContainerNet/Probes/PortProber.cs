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
        if (probe.Protocol == Protocol.Sctp)
        {
            outcome = new(PortState.Unknown, "SCTP is not probed");
        }
        else
        {
            using Socket socket = MakeSocket(probe, external);
            IcmpError.Watch(socket);
            outcome = probe.Protocol == Protocol.Tcp
                ? await TcpKnock.KnockAsync(socket, probe, cancellationToken)
                : await UdpKnock.KnockAsync(
                    socket, probe, probe.ApplicationPort > 0 ? probe.ApplicationPort : probe.Port, cancellationToken);
        }

        string note = probe.Vantage == Vantage.External && outcome.State != PortState.Open ? external?.Note ?? "" : "";
        return new PortTest
        {
            Container = probe.Container,
            Vantage = probe.Vantage,
            RemoteAddress = probe.Address,
            RemotePort = probe.Port,
            Protocol = probe.Protocol,
            State = outcome.State,
            SourceAddress = outcome.Source,
            Detail = note.Length > 0 ? $"{outcome.Detail} ({note})" : outcome.Detail,
            ElapsedMs = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds,
        };
    }

    private static Socket MakeSocket(PortProbe probe, ExternalVantage? external)
    {
        Socket Make() => probe.Protocol == Protocol.Tcp
            ? new Socket(probe.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(probe.Address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);

        return probe.Vantage switch
        {
            Vantage.Container => NamespaceThread.Run(probe.ContainerProcessId, Make),
            Vantage.External => (external ?? throw new ArgumentNullException(nameof(external))).Run(Make),
            _ => Make(),
        };
    }
}
