using ContainerNet.Model;

namespace ContainerNet.Findings;

/// <summary>A fault of the network, with what was read to say so and what mends it.</summary>
public sealed record Finding
{
    /// <summary>The code, such as CN3001.</summary>
    public required string Code { get; init; }

    /// <summary>The fault in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>How bad it is.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Cause, consequence, or trouble to come.</summary>
    public required FindingRole Role { get; init; }

    /// <summary>What it is about, in words.</summary>
    public required string Subject { get; init; }

    /// <summary>One sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What was read where.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>What to run or change by hand.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>Can Repair-ContainerNet mend it?</summary>
    public bool Repairable { get; init; }

    /// <summary>The engine concerned, or null for the host.</summary>
    public string? Engine { get; init; }

    /// <summary>The container concerned, or null.</summary>
    public string? Container { get; init; }

    /// <summary>The network concerned, or null.</summary>
    public string? Network { get; init; }

    /// <summary>The host port concerned, or null.</summary>
    public int? Port { get; init; }

    /// <summary>The transport of the port, or null.</summary>
    public Protocol? Protocol { get; init; }

    /// <summary>The interface concerned, or null.</summary>
    public string? Interface { get; init; }

    /// <summary>The code of the finding that explains this one, or null.</summary>
    public string? CausedBy { get; init; }

    /// <summary>The host that it was found on.</summary>
    public string HostName { get; init; } = "";
}
