namespace ContainerNet.Model.Proxies;

/// <summary>Where a proxy_pass leads.</summary>
public sealed record ProxyPass
{
    /// <summary>As it was written, or as it came out when its variables were known.</summary>
    public required string Text { get; init; }

    /// <summary>http or https; empty when variables decide.</summary>
    public string Scheme { get; init; } = "";

    /// <summary>The host or the name of an upstream, an IPv6 address with its brackets; empty for a unix socket.</summary>
    public string Host { get; init; } = "";

    /// <summary>The port, where one is written.</summary>
    public int? Port { get; init; }

    /// <summary>The path of a unix socket.</summary>
    public string? UnixPath { get; init; }

    /// <summary>What is written after host and port: it takes the place of what the location matched. Empty where there is
    /// nothing: then the path is passed on as it came.</summary>
    public string Uri { get; init; } = "";

    /// <summary>Are there variables in it, so that the names are resolved anew for each request?</summary>
    public bool HasVariables { get; init; }

    /// <summary>Where it stands.</summary>
    public SourceLine? Source { get; init; }

    /// <summary>The port that counts.</summary>
    public int EffectivePort => Port ?? (Scheme == "https" ? 443 : 80);

    /// <summary>The Host header that is sent when no other was asked for ($proxy_host).</summary>
    public string HostHeader => UnixPath is not null ? "localhost"
        : Port is int port && port != (Scheme == "https" ? 443 : 80) ? $"{Host}:{port}" : Host;

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Takes a URL apart as nginx does; null when nginx would refuse it.</summary>
    public static ProxyPass? Parse(string url, SourceLine? source)
    {
        ArgumentNullException.ThrowIfNull(url);
        string scheme = url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http"
            : url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https" : "";
        if (scheme.Length == 0)
        {
            return null;
        }

        ProxyPass pass = new() { Text = url, Scheme = scheme, Source = source };
        string rest = url[(scheme.Length + 3)..];
        if (rest.StartsWith("unix:", StringComparison.OrdinalIgnoreCase))
        {
            int colon = rest.IndexOf(':', 5);
            string path = colon < 0 ? rest[5..] : rest[5..colon];
            return path.Length == 0 ? null : pass with { UnixPath = path, Uri = colon < 0 ? "" : rest[(colon + 1)..] };
        }

        bool bracket = rest.StartsWith('[');
        int closing = bracket ? rest.IndexOf(']', StringComparison.Ordinal) : 0;
        int end = closing < 0 ? -1 : rest.AsSpan(closing).IndexOfAny('/', '?');
        string uri = end < 0 ? "" : rest[(closing + end)..];
        string authority = end < 0 ? rest : rest[..(closing + end)];
        int separator = closing < 0 ? -1 : authority.IndexOf(':', closing);
        string host = separator < 0 ? authority : authority[..separator];
        int? port = null;
        if (separator >= 0)
        {
            if (!int.TryParse(authority.AsSpan(separator + 1), System.Globalization.NumberStyles.None, null, out int number)
                || number is < 1 or > 65535)
            {
                return null;
            }

            port = number;
        }

        return closing < 0 || host.Length == 0 || (bracket && !host.EndsWith(']'))
            ? null : pass with { Host = host, Port = port, Uri = uri };
    }
}
