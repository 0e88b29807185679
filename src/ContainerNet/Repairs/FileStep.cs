namespace ContainerNet.Repairs;

/// <summary>Writes a whole file, or removes it.</summary>
public sealed record FileStep : RepairStep
{
    /// <summary>The absolute path.</summary>
    public required string Path { get; init; }

    /// <summary>The new content, or null to remove the file.</summary>
    public required string? Content { get; init; }

    /// <summary>The content that the plan found, or null when there was no file.</summary>
    public required string? Before { get; init; }

    /// <summary>Permission bits of a new file, octal as in chmod; one that is there keeps its own.</summary>
    public int Mode { get; init; } = Convert.ToInt32("644", 8);
}
