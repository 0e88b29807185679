namespace ContainerNet.Watching;

/// <summary>A systemd unit that went from one state to another, or a job of it that ended.</summary>
public sealed record UnitEvent
{
    /// <summary>When systemd said so.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Its state (activating, active, inactive, failed ...), or "job done" and the like.</summary>
    public required string State { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Unit}: {State}";
}
