using ContainerNet.Model;

namespace ContainerNet.Paths;

/// <summary>The way of one packet through a host, with the answer's way back where there was one.</summary>
public sealed record PacketPath
{
    /// <summary>Where it began, in words: External, Host, Loopback, a container's name, an address.</summary>
    public required string From { get; init; }

    /// <summary>Where it was to go, in words: "web:80", "192.0.2.9:53".</summary>
    public required string To { get; init; }

    /// <summary>Its transport.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>Its addresses when it set out.</summary>
    public required PacketHeader Packet { get; init; }

    /// <summary>What became of it.</summary>
    public required PathVerdict Verdict { get; init; }

    /// <summary>False when something of it was not seen (lost trace events, rules that changed meanwhile): then only what
    /// was seen is told, and nothing is concluded from what is missing.</summary>
    public required bool Complete { get; init; }

    /// <summary>The hop that made the verdict; null when none did.</summary>
    public Hop? DecidingHop { get; init; }

    /// <summary>Every hop in order, first those of the packet, then those of the answer.</summary>
    public required IReadOnlyList<Hop> Hops { get; init; }

    /// <summary>The verdict in one sentence.</summary>
    public required string Message { get; init; }

    /// <summary>True when it was seen, false when it was predicted from facts.</summary>
    public required bool Observed { get; init; }

    /// <summary>The engine of the container that it was for, or null.</summary>
    public string? Engine { get; init; }

    /// <summary>The container that it was for (or that sent it, on the way out), or null.</summary>
    public string? Container { get; init; }

    /// <summary>The published host port that it was for, or null.</summary>
    public int? Port { get; init; }

    /// <summary>The host that it was seen on.</summary>
    public string HostName { get; init; } = "";

    /// <summary>When it set out; for a predicted path, when the facts were read.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>From the sending to the verdict.</summary>
    public double ElapsedMs { get; init; }

    /// <summary>What weakens or explains the answer: loss, rules that changed, a probe that stands in for a real client.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Other ways that the same packet may go, where a rate, a drawn number or the client's own port decides; empty for one way.</summary>
    public IReadOnlyList<PacketPath> Alternatives { get; init; } = [];

    /// <summary>The path as a picture: one element of SVG that stands by itself, for light and dark pages.</summary>
    public string ToSvg() => PathSvg.Of(this);
}
