using ContainerNet.Paths;

namespace ContainerNet.Comparing;

/// <summary>A path on which something else becomes of a packet on one host than on the reference, by prediction from both snapshots.</summary>
public sealed record ChangedPath
{
    /// <summary>The path in words: "External -> web:8080/tcp".</summary>
    public required string Path { get; init; }

    /// <summary>Where it begins: External, Host, Loopback, a container.</summary>
    public required string From { get; init; }

    /// <summary>The container that it is for, or that sends it.</summary>
    public string? Container { get; init; }

    /// <summary>The published port, or null.</summary>
    public int? Port { get; init; }

    /// <summary>The host that others are held against.</summary>
    public required string Reference { get; init; }

    /// <summary>What becomes of the packet there; null when there is no such path.</summary>
    public PathVerdict? ReferenceVerdict { get; init; }

    /// <summary>The host that differs: one of those that have the same differences.</summary>
    public required string Host { get; init; }

    /// <summary>What becomes of the packet there; null when there is no such path.</summary>
    public PathVerdict? Verdict { get; init; }

    /// <summary>The verdict that is worse, in one sentence.</summary>
    public string Message { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Path}: {Word(ReferenceVerdict)} on {Reference}, {Word(Verdict)} on {Host}{(Message.Length > 0 ? $" ({Message.TrimEnd('.')})" : "")}";

    private static string Word(PathVerdict? verdict) => verdict?.ToString() ?? "not there";
}
