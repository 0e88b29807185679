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
            (Socket made, source) = VantageSocket.Make(
                probe.Vantage, probe.ContainerProcessId, external, probe.Address, probe.Protocol == Protocol.Tcp);
            using Socket socket = made;
            outcome = probe.Protocol == Protocol.Tcp
                ? await TcpKnock.KnockAsync(socket, probe, source, cancellationToken)
                : await UdpKnock.KnockAsync(socket, probe, source, cancellationToken);
        }

        string note = probe.Vantage == Vantage.External ? external?.NoteFor(probe.Address, outcome.State) ?? "" : "";
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
}
