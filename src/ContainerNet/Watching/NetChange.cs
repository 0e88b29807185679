namespace ContainerNet.Watching;

/// <summary>Something about the network that changed while it was watched, with who did it and what surrounds it.</summary>
public sealed record NetChange
{
    /// <summary>When it happened; of several changes that are told together, the first.</summary>
    public required DateTimeOffset When { get; init; }

    /// <summary>What kind of thing changed.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>What changed: a setting, a table, an interface, a container, a unit.</summary>
    public required string Subject { get; init; }

    /// <summary>What it was, or null when that is not known or it is new.</summary>
    public string? Before { get; init; }

    /// <summary>What it is now, or null when it is gone.</summary>
    public string? After { get; init; }

    /// <summary>What happened, in one sentence.</summary>
    public required string What { get; init; }

    /// <summary>Who did it, or null when nothing tells.</summary>
    public ChangeActor? Actor { get; init; }

    /// <summary>How many events of the kernel, an engine or systemd this one tells.</summary>
    public int Events { get; init; } = 1;

    /// <summary>What stood near it in time.</summary>
    public Surroundings Surroundings { get; init; } = Surroundings.None;

    /// <summary>The host.</summary>
    public string HostName { get; init; } = "";
}
