using System.Net;
using System.Net.Sockets;

namespace ContainerNet.Probes;

/// <summary>Sends datagrams and waits for an answer or for ICMP to refuse them.</summary>
internal static class UdpKnock
{
    private const int DnsPort = 53;
    private const int Tries = 3;

    // A query for the name servers of the root, recursion desired: any name server answers it with something.
    private static readonly byte[] s_dnsQuery = [0x43, 0x4e, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1];

    /// <summary>Knocks.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="probe">Where to.</param>
    /// <param name="source">The address that it knocks from.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<ProbeOutcome> KnockAsync(
        Socket socket, PortProbe probe, IPAddress? source, CancellationToken cancellationToken)
    {
        bool isDns = (probe.ApplicationPort > 0 ? probe.ApplicationPort : probe.Port) == DnsPort;
        byte[] buffer = new byte[1500];
        try
        {
            // A connected socket: only then does the kernel tell of ICMP errors.
            await socket.ConnectAsync(new IPEndPoint(probe.Address, probe.Port), cancellationToken);
            for (int i = 0; i < Tries; i++)
            {
                await socket.SendAsync(isDns ? s_dnsQuery : new byte[1], cancellationToken);
                using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limit.CancelAfter(probe.Limit / Tries);
                try
                {
                    int length = await socket.ReceiveAsync(buffer, limit.Token);
                    return new(PortState.Open, isDns ? "answers DNS" : $"answers ({length} bytes)");
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                }
            }
        }
        catch (SocketException e)
        {
            return FailedConnect.Judge(socket, e, source, isTcp: false);
        }

        return new(PortState.Unknown, "no answer: UDP may be open or filtered");
    }
}
