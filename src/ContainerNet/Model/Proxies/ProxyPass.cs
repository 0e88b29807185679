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
    public static ProxyPass? Parse(string url, SourceLine? source) => Parse(url, source, null);

    /// <summary>The same, with the host of another one, which is taken where it is this one's as well.</summary>
    internal static ProxyPass? Parse(string url, SourceLine? source, string? known)
    {
        ArgumentNullException.ThrowIfNull(url);
        string scheme = url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http"
            : url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https" : "";
        if (scheme.Length == 0)
        {
            return null;
        }

        int start = scheme.Length + 3;
        ReadOnlySpan<char> rest = url.AsSpan(start);
        if (rest.StartsWith("unix:", StringComparison.OrdinalIgnoreCase))
        {
            int colon = rest[5..].IndexOf(':');
            string path = (colon < 0 ? rest[5..] : rest.Slice(5, colon)).ToString();
            string behind = colon < 0 ? "" : rest[(colon + 6)..].ToString();
            return path.Length == 0 ? null : new ProxyPass { Text = url, Scheme = scheme, UnixPath = path, Uri = behind, Source = source };
        }

        bool bracket = rest.StartsWith('[');
        int closing = bracket ? rest.IndexOf(']') : 0;
        if (closing < 0)
        {
            return null;
        }

        int end = rest[closing..].IndexOfAny('/', '?');
        ReadOnlySpan<char> authority = end < 0 ? rest : rest[..(closing + end)];
        int separator = authority[closing..].IndexOf(':');
        ReadOnlySpan<char> host = separator < 0 ? authority : authority[..(closing + separator)];
        int? port = null;
        if (separator >= 0)
        {
            if (!int.TryParse(authority[(closing + separator + 1)..], System.Globalization.NumberStyles.None, null, out int number)
                || number is < 1 or > 65535)
            {
                return null;
            }

            port = number;
        }

        return host.Length == 0 || (bracket && !host.EndsWith(']')) ? null : new ProxyPass
        {
            Text = url,
            Scheme = scheme,
            Host = host.SequenceEqual(known) ? known! : host.ToString(),
            Port = port,
            Uri = rest[authority.Length..] is "/" ? "/" : rest[authority.Length..].ToString(),
            Source = source,
        };
    }
}
