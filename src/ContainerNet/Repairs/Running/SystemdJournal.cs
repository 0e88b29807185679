using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace ContainerNet.Repairs.Running;

/// <summary>
/// Writes entries with fields into the journal of systemd, by its native protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL):
/// one datagram an entry, a field a line, and a field whose value has line ends in the form that carries its length.
/// </summary>
public sealed class SystemdJournal
{
    private const string Place = "/run/systemd/journal/socket";

    /// <summary>Longer values are cut: a large entry would have to go as a file descriptor.</summary>
    private const int MostBytes = 8 * 1024;

    private readonly string _socket;

    /// <summary>The journal of a host.</summary>
    /// <param name="socket">Where it listens.</param>
    public SystemdJournal(string socket = Place) => _socket = socket;

    /// <summary>Writes an entry. False when no journal took it: to report must not stop what is reported.</summary>
    /// <param name="fields">Names of A to Z, 0 to 9 and _, not beginning with _; and their values.</param>
    public bool Write(IEnumerable<KeyValuePair<string, string>> fields)
    {
        try
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encode(fields), new UnixDomainSocketEndPoint(_socket));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The datagram of an entry.</summary>
    internal static byte[] Encode(IEnumerable<KeyValuePair<string, string>> fields)
    {
        using MemoryStream datagram = new();
        Span<byte> length = stackalloc byte[8];
        foreach ((string name, string value) in fields)
        {
            if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_')
                || !char.IsAsciiLetterUpper(name[0]))
            {
                throw new ArgumentException($"'{name}' is no name of a field.", nameof(fields));
            }

            byte[] bytes = Encoding.UTF8.GetBytes(value);
            ReadOnlySpan<byte> text = bytes.AsSpan(0, Math.Min(bytes.Length, MostBytes));
            datagram.Write(Encoding.ASCII.GetBytes(name));
            if (text.Contains((byte)'\n'))
            {
                // Otherwise whoever names a container could write fields of his own.
                BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
                datagram.WriteByte((byte)'\n');
                datagram.Write(length);
            }
            else
            {
                datagram.WriteByte((byte)'=');
            }

            datagram.Write(text);
            datagram.WriteByte((byte)'\n');
        }

        return datagram.ToArray();
    }
}
