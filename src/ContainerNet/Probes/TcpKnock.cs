using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ContainerNet.Probes;

/// <summary>Connects, then waits to see whether anybody is behind what accepted.</summary>
internal static class TcpKnock
{
    private const int ReplyLimit = 4096;

    /// <summary>Knocks.</summary>
    public static async Task<ProbeOutcome> KnockAsync(
        Socket socket, PortProbe probe, IPAddress? source, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(probe.Limit);
        IPEndPoint target = new(probe.Address, probe.Port);
        return await TcpConnect.TryAsync(socket, target, source, probe.Limit, limit.Token, cancellationToken)
            ?? await ListenAsync(socket, probe, limit.Token, cancellationToken);
    }

    private static async Task<ProbeOutcome> ListenAsync(
        Socket socket, PortProbe probe, CancellationToken limit, CancellationToken cancellationToken)
    {
        long start = TimeProvider.System.GetTimestamp();
        try
        {
            if (probe.HttpPath is not null)
            {
                await socket.SendAsync(Request(probe), limit);
                return await ReplyAsync(socket, limit);
            }

            using CancellationTokenSource grace = CancellationTokenSource.CreateLinkedTokenSource(limit);
            grace.CancelAfter(probe.Grace);
            byte[] buffer = new byte[256];
            int length = await socket.ReceiveAsync(buffer, grace.Token);
            return length > 0
                ? new(PortState.Open, $"the application speaks first: {ProbeText.Printable(buffer.AsSpan(0, length))}")
                : new(PortState.OpenButReset, $"closed {ProbeText.MillisecondsSince(start)} ms after accept");
        }
        catch (SocketException)
        {
            return new(PortState.OpenButReset, $"reset {ProbeText.MillisecondsSince(start)} ms after accept");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return probe.HttpPath is null
                ? new(PortState.Open, "accepted, and kept the connection")
                : new(PortState.Unknown, $"accepted, but did not answer an HTTP request within {ProbeText.Seconds(probe.Limit)} s");
        }
    }

    private static byte[] Request(PortProbe probe)
    {
        // The path may come from a user: without a line's end in it, it can be no more than a path.
        string path = new([.. probe.HttpPath!.Where(c => c is > ' ' and < '\x7f')]);
        path = path.StartsWith('/') ? path : "/" + path;
        return Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"GET {path} HTTP/1.1\r\nHost: {ProbeText.Host(probe.Address)}:{probe.Port}\r\nUser-Agent: ContainerNet\r\nConnection: close\r\n\r\n"));
    }

    private static async Task<ProbeOutcome> ReplyAsync(Socket socket, CancellationToken limit)
    {
        byte[] buffer = new byte[ReplyLimit];
        int total = 0;
        while (total < buffer.Length && !buffer.AsSpan(0, total).Contains((byte)'\n'))
        {
            int length = await socket.ReceiveAsync(buffer.AsMemory(total), limit);
            if (length == 0)
            {
                break;
            }

            total += length;
        }

        if (total == 0)
        {
            return new(PortState.OpenButReset, "closed without an answer to an HTTP request");
        }

        string first = ProbeText.Printable(buffer.AsSpan(0, total));
        string[] words = first.Split(' ');
        return words is [string version, string status, ..] && version.StartsWith("HTTP/", StringComparison.Ordinal)
            && int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out int code)
            ? new(PortState.Open, string.Create(CultureInfo.InvariantCulture, $"HTTP {code}"))
            : new(PortState.Open, $"answers, but not in HTTP: {first}");
    }
}
