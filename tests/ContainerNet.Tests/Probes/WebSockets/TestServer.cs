using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;

namespace ContainerNet.Probes.WebSockets;

/// <summary>What servers of the tests do.</summary>
internal static class TestServer
{
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static async Task<string> ReadRequestAsync(Stream stream)
    {
        byte[] buffer = new byte[16 * 1024];
        int length = 0;
        while (!Encoding.Latin1.GetString(buffer, 0, length).Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            int count = await stream.ReadAsync(buffer.AsMemory(length));
            if (count == 0)
            {
                throw new IOException("the client left");
            }

            length += count;
        }

        return Encoding.Latin1.GetString(buffer, 0, length);
    }

    public static string KeyOf(string request) =>
        Regex.Match(request, @"(?m)^Sec-WebSocket-Key: (\S+)\r$", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;

    public static string Head(string request, string more = "") =>
        $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {UpgradeRequest.AcceptFor(KeyOf(request))}\r\n{more}\r\n";

    public static async Task UpgradeAsync(Stream stream, string more = "") =>
        await stream.WriteAsync(Bytes(Head(await ReadRequestAsync(stream), more)));

    /// <summary>Sends every message back, by the runtime's own WebSocket.</summary>
    public static async Task EchoAsync(Stream stream, CancellationToken stop)
    {
        using WebSocket socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        byte[] buffer = new byte[4096];
        while (socket.State == System.Net.WebSockets.WebSocketState.Open)
        {
            ValueWebSocketReceiveResult result = await socket.ReceiveAsync(buffer.AsMemory(), stop);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "bye", stop);
                return;
            }

            await socket.SendAsync(buffer.AsMemory(0, result.Count), result.MessageType, result.EndOfMessage, stop);
        }
    }

    /// <summary>Ends the connection by a reset.</summary>
    public static void Reset(NetworkStream stream)
    {
        stream.Socket.LingerState = new LingerOption(enable: true, 0);
        stream.Socket.Close();
    }
}
