namespace ContainerNet.Watching;

/// <summary>A process that was seen near a change. Never its arguments: they may hold secrets.</summary>
public sealed record SeenProcess
{
    /// <summary>Process id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Its name (comm); empty when it had ended before anybody could ask.</summary>
    public string Name { get; init; } = "";

    /// <summary>The name of the process that started it; empty when that is not known.</summary>
    public string ParentName { get; init; } = "";

    /// <summary>The systemd unit that its control group belongs to, or null.</summary>
    public string? Unit { get; init; }

    /// <summary>When it was started, to a hundredth of a second, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string name = Name.Length > 0 ? $"{Name}[{ProcessId}]" : $"process {ProcessId}";
        return Unit is null ? name : $"{name} of {Unit}";
    }
}
