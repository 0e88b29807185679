namespace ContainerNet.Model;

/// <summary>The machine that was looked at.</summary>
public sealed record HostInfo
{
    /// <summary>Its host name.</summary>
    public required string Name { get; init; }

    /// <summary>Kernel release.</summary>
    public string Kernel { get; init; } = "";

    /// <summary>PRETTY_NAME of os-release.</summary>
    public string OperatingSystem { get; init; } = "";

    /// <summary>When it was booted.</summary>
    public DateTimeOffset? BootedAt { get; init; }

    /// <summary>Were we root?</summary>
    public bool IsRoot { get; init; }
}
