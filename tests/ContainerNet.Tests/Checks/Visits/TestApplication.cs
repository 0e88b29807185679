using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ContainerNet.Probes.WebSockets;

namespace ContainerNet.Checks.Visits;

/// <summary>An application of tests behind an ingress, which answers on a port of this machine.</summary>
internal sealed class TestApplication : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<AppRequest, AppReply> _answer;

    public TestApplication(Func<AppRequest, AppReply> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _ = Task.Run(AcceptAsync);
    }

    public Uri Address { get; }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
            _ = Task.Run(() => ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient held = client;
        try
        {
            await using NetworkStream stream = client.GetStream();
            string text = await TestServer.ReadRequestAsync(stream);
            AppRequest request = AppRequest.Parse(text);
            AppReply reply = request.Header("X-Upstream") == "upstream-default-backend" ? new AppReply(404, "default backend - 404") : _answer(request);
            if (reply.Status == 101)
            {
                await stream.WriteAsync(TestServer.Bytes(TestServer.Head(text)));
                await TestServer.EchoAsync(stream, _end.Token);
                return;
            }

            StringBuilder head = new();
            head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} Answer\r\nContent-Type: {reply.Type}\r\nConnection: close\r\n");
            head.Append(reply.IsEndless ? "" : $"Content-Length: {Encoding.UTF8.GetByteCount(reply.Body)}\r\n");
            foreach (string header in reply.Headers)
            {
                head.Append(header).Append("\r\n");
            }

            await stream.WriteAsync(Encoding.UTF8.GetBytes(head.Append("\r\n").Append(reply.Body).ToString()));
            if (reply.IsEndless)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _end.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or System.Net.WebSockets.WebSocketException)
        {
            // The client left.
        }
    }
}
