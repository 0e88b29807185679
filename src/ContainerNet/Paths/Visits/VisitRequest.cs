namespace ContainerNet.Paths.Visits;

/// <summary>A request of a browser.</summary>
/// <param name="Url">The address: http or https, for a WebSocket too.</param>
/// <param name="Headers">The headers, without Host.</param>
public sealed record VisitRequest(Uri Url, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>Is it the handshake of a WebSocket?</summary>
    public bool IsWebSocket { get; init; }

    /// <summary>Path and query to ask the application itself for, whatever the ingress would do; null for the way of a browser. Its answer is
    /// changed as the ingress changes answers for <see cref="Url"/>.</summary>
    public string? ApplicationTarget { get; init; }

    /// <summary>Host, as it stands in the header.</summary>
    public string Host => Url.IsDefaultPort ? Url.IdnHost : $"{(Url.HostNameType == UriHostNameType.IPv6 ? Url.Host : Url.IdnHost)}:{Url.Port}";
}
