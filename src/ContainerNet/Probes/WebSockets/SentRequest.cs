namespace ContainerNet.Probes.WebSockets;

/// <summary>A request of the method GET as it goes over the wire.</summary>
/// <param name="Target">Path and query.</param>
/// <param name="Version">The version of HTTP: 1.0 or 1.1.</param>
/// <param name="Headers">The headers. A Sec-WebSocket-Key gets a value of its own each time that it is sent.</param>
internal sealed record SentRequest(string Target, string Version, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>Why it cannot be sent; null when it can. What a proxy makes of a request may hold anything.</summary>
    public string? Fault => Target.Length == 0 || Target[0] != '/' || Target.Any(c => c is <= ' ' or >= '\x7f')
        ? "its path has characters that no request may have"
        : Version is not ("1.0" or "1.1") ? $"HTTP/{Version} is not spoken here"
        : Headers.Select(h => HeaderRules.IsToken(h.Key) ? HeaderRules.FaultOf(h.Value) : "has no name that a header may have")
            .FirstOrDefault(f => f is not null);
}
