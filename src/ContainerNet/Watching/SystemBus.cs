using System.Net.Sockets;
using System.Text;
using ContainerNet.Hosting;

namespace ContainerNet.Watching;

/// <summary>The system's message bus, for as long as it is listened to. A connection of our own: it ends with this process,
/// and systemd then stops to send. A busctl that monitors would be a process to leave behind.</summary>
internal sealed class SystemBus : IDisposable
{
    private const string Path = "/run/dbus/system_bus_socket";
    private const string BusName = "org.freedesktop.DBus", BusPath = "/org/freedesktop/DBus";

    private readonly Socket _socket;

    private SystemBus(Socket socket) => _socket = socket;

    /// <summary>Connects and asks systemd for signals of its units.</summary>
    /// <exception cref="ContainerNetException">EngineUnreachable: there is no bus, or it does not let us in.</exception>
    public static async Task<SystemBus> OpenAsync(CancellationToken cancellationToken)
    {
        SystemBus bus = new(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified));
        try
        {
            await bus._socket.ConnectAsync(new UnixDomainSocketEndPoint(Path), cancellationToken);
            await bus.EnterAsync(cancellationToken);
            return bus;
        }
        catch (Exception error) when (error is SocketException or FormatException)
        {
            bus.Dispose();
            throw new ContainerNetException(
                Problem.EngineUnreachable, Path, $"systemd cannot be listened to over {Path}: {error.Message}", error);
        }
        catch
        {
            bus.Dispose();
            throw;
        }
    }

    /// <summary>The next message; null when the bus has ended the connection.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public async Task<BusMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        byte[] head = new byte[BusMessage.FixedLength];
        if (!await FillAsync(head, cancellationToken))
        {
            return null;
        }

        byte[] message = new byte[BusMessage.LengthOf(head)];
        head.CopyTo(message, 0);
        return await FillAsync(message.AsMemory(head.Length), cancellationToken) ? BusMessage.Read(message) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        // The bus knows who we are from the socket; the byte of zero is for systems where that has to be sent.
        await SendAsync(Encoding.ASCII.GetBytes("\0AUTH EXTERNAL\r\nDATA\r\n"), cancellationToken);
        for (string line = ""; !line.StartsWith("OK ", StringComparison.Ordinal);)
        {
            line = await LineAsync(cancellationToken);
            if (line.StartsWith("REJECTED", StringComparison.Ordinal) || line.StartsWith("ERROR", StringComparison.Ordinal))
            {
                throw new FormatException($"the bus says {Sources.ToolText.Clean(line)}");
            }
        }

        await SendAsync(Encoding.ASCII.GetBytes("BEGIN\r\n"), cancellationToken);
        await SendAsync(BusMessage.Call(1, BusName, BusPath, BusName, "Hello"), cancellationToken);
        string[] rules =
        [
            "type='signal',sender='org.freedesktop.systemd1',interface='org.freedesktop.systemd1.Manager',member='JobRemoved'",
            "type='signal',sender='org.freedesktop.systemd1',interface='org.freedesktop.DBus.Properties',"
                + "member='PropertiesChanged',path_namespace='/org/freedesktop/systemd1/unit'",
        ];
        for (int i = 0; i < rules.Length; i++)
        {
            await SendAsync(BusMessage.Call((uint)i + 2, BusName, BusPath, BusName, "AddMatch", rules[i]), cancellationToken);
        }

        await SendAsync(
            BusMessage.Call(9, UnitSignals.Destination, UnitSignals.ManagerPath, UnitSignals.Manager, "Subscribe"), cancellationToken);
    }

    private async Task SendAsync(byte[] data, CancellationToken cancellationToken)
    {
        for (int sent = 0; sent < data.Length;)
        {
            sent += await _socket.SendAsync(data.AsMemory(sent), cancellationToken);
        }
    }

    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        StringBuilder line = new();
        byte[] one = new byte[1];
        while (line.Length < 1024 && await FillAsync(one, cancellationToken))
        {
            if (one[0] == (byte)'\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }

        throw new FormatException("the bus did not let us in");
    }

    private async Task<bool> FillAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        while (!target.IsEmpty)
        {
            int count = await _socket.ReceiveAsync(target, cancellationToken);
            if (count == 0)
            {
                return false;
            }

            target = target[count..];
        }

        return true;
    }
}
