using System.Net;

namespace ContainerNet.Paths.Requests;

/// <summary>A request as it arrives at a proxy.</summary>
public sealed record ClientRequest
{
    /// <summary>http or https.</summary>
    public string Scheme { get; init; } = "http";

    /// <summary>The host that is asked for, as it stands in the Host header: with the port where that is not the usual one.
    /// Null sends none.</summary>
    public string? Host { get; init; }

    /// <summary>Path and query as they are sent, with their escapes.</summary>
    public string Target { get; init; } = "/";

    /// <summary>The method.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The other headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The address of the proxy that it arrives at; null for one that no server names in particular.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The port that it arrives at, which is not that of the URL where a container's port is published.</summary>
    public int Port { get; init; } = 80;

    /// <summary>The unix socket that it arrives at, in the place of an address.</summary>
    public string? UnixPath { get; init; }

    /// <summary>Who asks, where that is known.</summary>
    public IPAddress? Client { get; init; }

    /// <summary>The request that a browser would send for a URL, to the port that the URL names.</summary>
    public static ClientRequest For(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        bool secure = url.Scheme is "https" or "wss";
        string name = url.HostNameType == UriHostNameType.IPv6 ? $"[{url.IdnHost}]" : url.IdnHost;
        return new ClientRequest
        {
            Scheme = secure ? "https" : "http",
            Host = url.Port == (secure ? 443 : 80) ? name : $"{name}:{url.Port}",
            Target = url.PathAndQuery,
            Port = url.Port,
        };
    }
}
