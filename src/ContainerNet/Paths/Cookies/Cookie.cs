namespace ContainerNet.Paths.Cookies;

/// <summary>A cookie as a browser keeps it (RFC 6265 and its draft successor, 6265bis).</summary>
public sealed record Cookie
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its value.</summary>
    public required string Value { get; init; }

    /// <summary>The host, or the domain with all hosts below it.</summary>
    public required string Domain { get; init; }

    /// <summary>Is it for that host alone? So without a Domain.</summary>
    public bool IsHostOnly { get; init; }

    /// <summary>The path that it goes along with, and all below.</summary>
    public required string Path { get; init; }

    /// <summary>Did the application name the path?</summary>
    public bool HasOwnPath { get; init; }

    /// <summary>Is it sent over HTTPS only?</summary>
    public bool IsSecure { get; init; }

    /// <summary>Is it kept from scripts?</summary>
    public bool IsHttpOnly { get; init; }

    /// <summary>Which requests of other sites it goes along with.</summary>
    public SameSite SameSite { get; init; }

    /// <summary>When it ends; null with the browser.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The request whose answer set it.</summary>
    public required Uri SetBy { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({(IsHostOnly ? Domain : $"*.{Domain}")}{Path}{(IsSecure ? ", Secure" : "")})";
}
