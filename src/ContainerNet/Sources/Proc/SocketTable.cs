using System.Globalization;
using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Sources.Proc;

/// <summary>The tables /proc/PID/net/{tcp,tcp6,udp,udp6} (proc(5)).</summary>
internal static class SocketTable
{
    private const string Listen = "0A", Unconnected = "07";

    /// <summary>The sockets that wait: TCP in LISTEN, UDP bound and connected to nobody.</summary>
    /// <param name="text">The table.</param>
    /// <param name="protocol">Tcp or Udp.</param>
    /// <param name="broken">How many lines could not be read.</param>
    public static IReadOnlyList<Listening> Parse(string text, Protocol protocol, out int broken)
    {
        List<Listening> found = [];
        broken = 0;
        string wanted = protocol == Protocol.Tcp ? Listen : Unconnected;
        foreach (string line in text.Split('\n').Skip(1).Where(l => l.Length > 0))
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 10)
            {
                broken++;
            }
            else if (string.Equals(fields[3], wanted, StringComparison.Ordinal))
            {
                if (ParseLine(fields, protocol) is Listening listening)
                {
                    found.Add(listening);
                }
                else
                {
                    broken++;
                }
            }
        }

        return found;
    }

    private static Listening? ParseLine(string[] fields, Protocol protocol)
    {
        int colon = fields[1].LastIndexOf(':');
        int queue = fields[4].IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || queue < 0
            || ParseAddress(fields[1].AsSpan(0, colon)) is not IPAddress address
            || !ushort.TryParse(
                fields[1].AsSpan(colon + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort port)
            || !int.TryParse(
                fields[4].AsSpan(queue + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int waiting)
            || !long.TryParse(fields[9], NumberStyles.None, CultureInfo.InvariantCulture, out long inode))
        {
            return null;
        }

        return new Listening(protocol, address, port, protocol == Protocol.Tcp ? Math.Max(waiting, 0) : 0, inode);
    }

    /// <summary>Words of 32 bits in the byte order of the machine, in hexadecimal (net/ipv6/tcp_ipv6.c, get_tcp6_sock).</summary>
    private static IPAddress? ParseAddress(ReadOnlySpan<char> text)
    {
        if (text.Length is not (8 or 32))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        for (int word = 0; word < text.Length / 8; word++)
        {
            if (!uint.TryParse(
                text.Slice(word * 8, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value))
            {
                return null;
            }

            BitConverter.TryWriteBytes(bytes[(word * 4)..], value);
        }

        return new IPAddress(bytes[..(text.Length / 2)]);
    }
}
