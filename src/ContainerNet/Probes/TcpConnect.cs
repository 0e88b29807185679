using System.Net;
using System.Net.Sockets;

namespace ContainerNet.Probes;

/// <summary>Connects, and judges what came instead.</summary>
internal static class TcpConnect
{
    /// <summary>Connects.</summary>
    /// <param name="socket">Stands at the vantage.</param>
    /// <param name="target">Where to.</param>
    /// <param name="source">The address that it comes from, when known.</param>
    /// <param name="limit">The time that ends with the token of the limit, for the words.</param>
    /// <param name="limited">Ends with the time, and with the caller's token.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>What it met; null when it is connected.</returns>
    public static async Task<ProbeOutcome?> TryAsync(
        Socket socket,
        IPEndPoint target,
        IPAddress? source,
        TimeSpan limit,
        CancellationToken limited,
        CancellationToken cancellationToken)
    {
        try
        {
            await socket.ConnectAsync(target, limited);
            return null;
        }
        catch (SocketException e)
        {
            return FailedConnect.Judge(socket, e, source, isTcp: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(PortState.Filtered, $"no answer within {ProbeText.Seconds(limit)} s");
        }
    }
}
