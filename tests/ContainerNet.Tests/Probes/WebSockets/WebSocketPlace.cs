using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ContainerNet.Model;
using AddressFamily = System.Net.Sockets.AddressFamily;

namespace ContainerNet.Probes.WebSockets;

/// <summary>A network namespace in which servers of the tests listen, and in which the probe stands as in a container.</summary>
public sealed class WebSocketPlace : IDisposable
{
    private readonly TestNamespace? _namespace = Environment.IsPrivilegedProcess ? new TestNamespace(600) : null;
    private readonly CancellationTokenSource _end = new();
    private readonly List<Socket> _sockets = [];
    private readonly List<Process> _servers = [];
    private int _port = 7000;

    public WebSocketPlace() => _namespace?.Execute("ip", "link", "set", "lo", "up");

    internal TestNamespace Namespace => _namespace!;

    public void Dispose()
    {
        _end.Cancel();
        _sockets.ForEach(s => s.Dispose());
        foreach (Process server in _servers)
        {
            server.Kill(entireProcessTree: true);
            server.WaitForExit();
            server.Dispose();
        }

        _namespace?.Dispose();
        _end.Dispose();
    }

    /// <summary>A port that nobody listens on yet.</summary>
    internal int NextPort() => Interlocked.Increment(ref _port);

    /// <summary>Serves one client after the other, and gives the port.</summary>
    internal int Serve(Func<NetworkStream, CancellationToken, Task> serve)
    {
        int port = NextPort();
        Socket listener = _namespace!.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        _sockets.Add(listener);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen();
        _ = Task.Run(async () =>
        {
            while (!_end.IsCancellationRequested)
            {
                Socket client = await listener.AcceptAsync(_end.Token);
                await ServeOneAsync(client, serve);
            }
        });
        return port;
    }

    /// <summary>Reads the request, and says that. The connection stays open.</summary>
    internal int Answer(string reply) => Serve(async (stream, stop) =>
    {
        await TestServer.ReadRequestAsync(stream);
        await stream.WriteAsync(TestServer.Bytes(reply), stop);
        await Task.Delay(Timeout.Infinite, stop);
    });

    /// <summary>Upgrades, and does that.</summary>
    internal int Upgrade(Func<NetworkStream, CancellationToken, Task> talk) => Serve(async (stream, stop) =>
    {
        await TestServer.UpgradeAsync(stream);
        await talk(stream, stop);
    });

    /// <summary>Starts a server of somebody else's there, which ends with the place, and waits until it takes connections.</summary>
    internal async Task StartAsync(int port, params string[] command)
    {
        ProcessStartInfo start = new("nsenter",
            ["--target", Namespace.ProcessId.ToString(CultureInfo.InvariantCulture), "--net", "--", .. command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        Process server = Process.Start(start)!;
        _servers.Add(server);
        for (int i = 0; i < 250 && !server.HasExited; i++)
        {
            using Socket socket = Namespace.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20);
            }
        }

        throw new InvalidOperationException($"{command[0]} does not start: {(server.HasExited ? await server.StandardError.ReadToEndAsync() : "")}");
    }

    internal WebSocketProbe Probe(int port, string scheme = "ws", double seconds = 2) => new()
    {
        Uri = new Uri($"{scheme}://chat.example:{port}/ws?room=1"),
        Vantage = Vantage.Container,
        ContainerProcessId = _namespace!.ProcessId,
        Container = "chat",
        Address = IPAddress.Loopback,
        Limit = TimeSpan.FromSeconds(seconds),
    };

    internal Task<WebSocketTest> TestAsync(int port, double seconds = 2) =>
        WebSocketProber.TestAsync(Probe(port, seconds: seconds), CancellationToken.None);

    private async Task ServeOneAsync(Socket client, Func<NetworkStream, CancellationToken, Task> serve)
    {
        using CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        await using NetworkStream stream = new(client, ownsSocket: true);
        Task served = serve(stream, gone.Token);
        _ = Task.Run(async () =>
        {
            // Servers that hold a connection open let go of it when the client has gone.
            while (!served.IsCompleted)
            {
                await Task.Delay(20, CancellationToken.None);
                if (client.SafeHandle.IsClosed || (client.Poll(0, SelectMode.SelectRead) && client.Available == 0))
                {
                    await gone.CancelAsync();
                    return;
                }
            }
        });
        try
        {
            await served;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The client had seen enough.
        }
    }
}
