using System.Net.Sockets;
using System.Text;

namespace ContainerNet.Sources.Nginx;

/// <summary>The answer to one request over a unix socket, as bytes of Latin-1.</summary>
internal sealed record UnixReply(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The answer; null when the connection is closed without one.</summary>
    public static UnixReply? Ask(string socket, string request)
    {
        using Socket client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
        using MemoryStream all = new();
        try
        {
            client.Connect(new UnixDomainSocketEndPoint(socket));
            client.Send(Encoding.Latin1.GetBytes(request));
            byte[] buffer = new byte[16384];
            int count;
            while ((count = client.Receive(buffer)) > 0)
            {
                all.Write(buffer, 0, count);
            }
        }
        catch (SocketException)
        {
            return null;
        }

        return all.Length == 0 ? null : Parse(Encoding.Latin1.GetString(all.GetBuffer(), 0, (int)all.Length));
    }

    public string Header(string name) => Headers.GetValueOrDefault(name, "");

    private static UnixReply Parse(string text)
    {
        if (!text.StartsWith("HTTP/", StringComparison.Ordinal))
        {
            return new UnixReply(0, new Dictionary<string, string>(), text);
        }

        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string[] lines = text[..end].Split("\r\n");
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.TryAdd(line[..colon], line[(colon + 1)..].Trim());
        }

        string body = text[(end + 4)..];
        bool chunked = headers.GetValueOrDefault("Transfer-Encoding") == "chunked";
        return new UnixReply(int.Parse(lines[0].Split(' ')[1], null), headers, chunked ? Joined(body) : body);
    }

    private static string Joined(string chunks)
    {
        StringBuilder body = new();
        for (int at = 0; ;)
        {
            int line = chunks.IndexOf("\r\n", at, StringComparison.Ordinal);
            int length = Convert.ToInt32(chunks[at..line], 16);
            if (length == 0)
            {
                return body.ToString();
            }

            body.Append(chunks, line + 2, length);
            at = line + 4 + length;
        }
    }
}
