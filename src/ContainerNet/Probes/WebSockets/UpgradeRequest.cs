using System.Security.Cryptography;
using System.Text;

namespace ContainerNet.Probes.WebSockets;

/// <summary>The request of a handshake (RFC 6455, 4.1).</summary>
internal sealed class UpgradeRequest
{
    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private UpgradeRequest(string key, byte[] bytes, IReadOnlyList<string> subProtocols)
    {
        Bytes = bytes;
        SubProtocols = subProtocols;
        ExpectedAccept = AcceptFor(key);
    }

    /// <summary>What goes over the wire.</summary>
    public byte[] Bytes { get; }

    /// <summary>The subprotocols that it offers.</summary>
    public IReadOnlyList<string> SubProtocols { get; }

    /// <summary>The Sec-WebSocket-Accept that shows that a WebSocket server has read it.</summary>
    public string ExpectedAccept { get; }

    /// <summary>A request with a key of its own.</summary>
    /// <exception cref="ArgumentException">A header, origin, cookie or subprotocol that would break the request.</exception>
    public static UpgradeRequest Of(WebSocketProbe probe)
    {
        string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        StringBuilder text = new();
        if (probe.AsSent is { } sent)
        {
            text.Append("GET ").Append(sent.Target).Append(" HTTP/").Append(sent.Version).Append("\r\n");
            foreach ((string name, string value) in sent.Headers)
            {
                text.Append(name).Append(": ").Append(IsKey(name) ? key : value).Append("\r\n");
            }

            return new(key, Encoding.ASCII.GetBytes(text.Append("\r\n").ToString()), []);
        }

        text.Append("GET ").Append(probe.Uri.PathAndQuery).Append(" HTTP/1.1\r\n");
        Add(text, "Host", probe.Headers.FirstOrDefault(h => IsHost(h.Key)).Value ?? HostOf(probe.Uri));
        text.Append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n");
        text.Append("Sec-WebSocket-Key: ").Append(key).Append("\r\n");
        Add(text, "Origin", probe.Origin);
        Add(text, "Sec-WebSocket-Protocol", Joined(probe.SubProtocols));
        Add(text, "Cookie", probe.Cookies.Count > 0 ? string.Join("; ", probe.Cookies) : null);
        if (!probe.Headers.Keys.Contains("User-Agent", StringComparer.OrdinalIgnoreCase))
        {
            Add(text, "User-Agent", "ContainerNet");
        }

        foreach ((string name, string value) in probe.Headers.Where(h => !IsHost(h.Key)))
        {
            Add(text, name, value);
        }

        return new(key, Encoding.ASCII.GetBytes(text.Append("\r\n").ToString()), probe.SubProtocols);
    }

    /// <summary>The answer to a key.</summary>
    public static string AcceptFor(string key)
    {
#pragma warning disable CA5350 // RFC 6455 asks for SHA-1; it guards nothing here.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeySuffix)));
#pragma warning restore CA5350
    }

    /// <summary>The host as a browser writes it: the port only where it is not the usual one.</summary>
    private static string HostOf(Uri uri)
    {
        string host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        return uri.IsDefaultPort ? host : $"{host}:{uri.Port}";
    }

    private static string? Joined(IReadOnlyList<string> subProtocols)
    {
        string? wrong = subProtocols.FirstOrDefault(p => !HeaderRules.IsToken(p));
        return wrong is null
            ? subProtocols.Count > 0 ? string.Join(", ", subProtocols) : null
            : throw new ArgumentException($"'{wrong}' is not the name of a subprotocol.", nameof(subProtocols));
    }

    private static void Add(StringBuilder text, string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        if (HeaderRules.FaultOf(name, value) is string fault)
        {
            throw new ArgumentException(fault, nameof(value));
        }

        text.Append(name).Append(": ").Append(value).Append("\r\n");
    }

    private static bool IsKey(string name) => name.Equals("Sec-WebSocket-Key", StringComparison.OrdinalIgnoreCase);

    private static bool IsHost(string name) => name.Equals("Host", StringComparison.OrdinalIgnoreCase);
}
