namespace ContainerNet.Watching;

/// <summary>Who made a change, and how that is known.</summary>
public sealed record ChangeActor
{
    /// <summary>The process's name (comm), or null.</summary>
    public string? Process { get; init; }

    /// <summary>Its id, or null.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The name of the process that started it, or null.</summary>
    public string? ParentProcess { get; init; }

    /// <summary>The systemd unit that it belongs to, or null.</summary>
    public string? Unit { get; init; }

    /// <summary>Did the kernel itself say so? Otherwise it is only what stands nearest.</summary>
    public required bool IsCertain { get; init; }

    /// <summary>How it is known.</summary>
    public required string How { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string process = ProcessId is int id ? Process is { Length: > 0 } name ? $"{name}[{id}]" : $"process {id}" : Process ?? "";
        string text = (process, Unit) switch
        {
            ("", null) => "",
            ("", string unit) => unit,
            (_, null) => ParentProcess is { Length: > 0 } parent ? $"{process} (from {parent})" : process,
            (_, string unit) => $"{process} of {unit}",
        };
        return IsCertain || text.Length == 0 ? text : $"{text}?";
    }
}
