using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ContainerNet.Benchmarks;

/// <summary>Sends UDP packets at a steady rate, in steps of a millisecond.</summary>
internal static class PacketSender
{
    /// <summary>Sends them and says how long it took.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="count">How many.</param>
    /// <param name="rate">How many a second.</param>
    /// <param name="sockets">From how many source ports in turn: each is a connection of its own to the
    /// firewall.</param>
    public static void Send(IPEndPoint target, int count, int rate, int sockets)
    {
        Socket[] sources = [.. Enumerable.Range(0, sockets).Select(_ => Connect(target))];
        byte[] payload = new byte[32];
        int refused = 0;
        long start = Stopwatch.GetTimestamp();
        for (int sent = 0; sent < count;)
        {
            int due = Math.Min(count, (int)(Stopwatch.GetElapsedTime(start).TotalSeconds * rate) + 1);
            for (; sent < due; sent++)
            {
                BitConverter.TryWriteBytes(payload, sent);
                refused += TrySend(sources[sent % sockets], payload) ? 0 : 1;
            }

            Thread.Sleep(1);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{count} packets in {seconds:F2} s, {refused} not sent"));
        Array.ForEach(sources, s => s.Dispose());
    }

    private static Socket Connect(IPEndPoint target)
    {
        Socket socket = new(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(target);
        return socket;
    }

    /// <summary>An ICMP error for an earlier packet is told by the next call, which then has not sent: once
    /// more.</summary>
    private static bool TrySend(Socket socket, byte[] payload)
    {
        for (int attempt = 0; attempt < 3; attempt++)
        {
            socket.Send(payload, SocketFlags.None, out SocketError error);
            if (error == SocketError.Success)
            {
                return true;
            }
        }

        return false;
    }
}
