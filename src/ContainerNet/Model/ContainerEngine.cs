using System.Globalization;

namespace ContainerNet.Model;

/// <summary>An engine that answered on this host.</summary>
public sealed record ContainerEngine
{
    /// <summary>The name that -Engine takes: "docker", "podman", or "podman:USER" for a rootless user's.</summary>
    public required string Name { get; init; }

    /// <summary>Which software it is.</summary>
    public required EngineKind Kind { get; init; }

    /// <summary>The version as the engine says it, such as 20.10.24+dfsg1.</summary>
    public required string Version { get; init; }

    /// <summary>The API version agreed on through /_ping, such as 1.41.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The unix socket that answered.</summary>
    public required string Socket { get; init; }

    /// <summary>True when the engine runs in a user's namespaces and cannot touch the host's rules.</summary>
    public bool Rootless { get; init; }

    /// <summary>What the engine says of its firewall: iptables, iptables+firewalld, nftables, nftables+firewalld.
    /// Engines before API 1.49 do not say it and use iptables.</summary>
    public string FirewallBackend { get; init; } = "iptables";

    /// <summary>When the engine last re-applied its rules because firewalld told it to (API 1.49 and later).</summary>
    public DateTimeOffset? FirewallReloadedAt { get; init; }

    /// <summary>The daemon's options that decide which rules it writes.</summary>
    public EngineOptions Options { get; init; } = new();

    /// <summary>Process id of the daemon, when it could be learned.</summary>
    public int? ProcessId { get; init; }

    /// <summary>When the daemon was started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The warnings that the engine itself reports in /info.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The user of a rootless engine; null for the system's.</summary>
    public string? User => Rootless && Name.IndexOf(':', StringComparison.Ordinal) is >= 0 and int colon ? Name[(colon + 1)..].Split('@')[0] : null;

    /// <summary>Major version number, or 0 when the version text does not begin with one.</summary>
    public int Major => int.TryParse(Version.AsSpan(0, DigitCount(Version)), CultureInfo.InvariantCulture, out int major) ? major : 0;

    private static int DigitCount(string text)
    {
        int count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count]))
        {
            count++;
        }

        return count;
    }
}
