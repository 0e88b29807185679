namespace ContainerNet.Model.Proxies;

/// <summary>A line of a proxy's error log.</summary>
public sealed record ProxyLogEntry
{
    /// <summary>When, by the clock and in the zone of the proxy.</summary>
    public required DateTime Time { get; init; }

    /// <summary>The level: emerg, error, warn, info ...</summary>
    public required string Level { get; init; }

    /// <summary>The number of the client's connection.</summary>
    public long? Connection { get; init; }

    /// <summary>What it tells of.</summary>
    public ProxyErrorKind Kind { get; init; }

    /// <summary>The message without what follows it.</summary>
    public required string Message { get; init; }

    /// <summary>The name that was not found, without its port; null for lines about anything else.</summary>
    public string? Name { get; init; }

    /// <summary>The kernel's error number.</summary>
    public int? ErrorNumber { get; init; }

    /// <summary>What was being done: "connecting to upstream".</summary>
    public string? Action { get; init; }

    /// <summary>The client's address.</summary>
    public string? Client { get; init; }

    /// <summary>The name of the server.</summary>
    public string? Server { get; init; }

    /// <summary>The request line.</summary>
    public string? Request { get; init; }

    /// <summary>The server behind, with scheme, address and path.</summary>
    public string? Upstream { get; init; }

    /// <summary>The Host header.</summary>
    public string? Host { get; init; }

    /// <summary>The Referer header.</summary>
    public string? Referrer { get; init; }

    /// <summary>The server behind without the path, by which lines belong together.</summary>
    public string? UpstreamAddress
    {
        get
        {
            int scheme = Upstream?.IndexOf("://", StringComparison.Ordinal) ?? -1;
            if (Upstream is null || scheme < 0)
            {
                return Upstream;
            }

            // A unix socket has slashes of its own, and its path follows a colon.
            string address = Upstream[(scheme + 3)..];
            bool isUnix = address.StartsWith("unix:", StringComparison.Ordinal);
            int end = isUnix ? address.IndexOf(':', 5) : address.AsSpan().IndexOfAny('/', '?');
            return end < 0 ? Upstream : Upstream[..(scheme + 3 + end)];
        }
    }
}
