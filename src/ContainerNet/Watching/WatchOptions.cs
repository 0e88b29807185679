namespace ContainerNet.Watching;

/// <summary>What to watch.</summary>
public sealed record WatchOptions
{
    /// <summary>The kinds of changes wanted; empty for all. Lost events of these kinds are told in any case.</summary>
    public IReadOnlyList<ChangeKind> Kinds { get; init; } = [];

    /// <summary>A wildcard pattern of engine names, or null for every engine.</summary>
    public string? Engine { get; init; }

    /// <summary>How long nothing may come before what came is told as one: what belongs together comes within
    /// milliseconds, and what the journal says of it a little later.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>The longest that a change waits to be told, while more of it comes.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Without it a change has no surroundings; the actor is then what the kernel told, and no more.</summary>
    public bool LookAround { get; init; } = true;

    /// <summary>Is this kind wanted?</summary>
    public bool Wants(ChangeKind kind) => Kinds.Count == 0 || kind == ChangeKind.Lost || Kinds.Contains(kind);
}
