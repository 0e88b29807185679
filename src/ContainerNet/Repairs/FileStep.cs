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

    /// <summary>The mode for a file that is there and keeps its own.</summary>
    public const int AsItIs = 0;

    /// <summary>Permission bits, octal as in chmod.</summary>
    public int Mode { get; init; } = Convert.ToInt32("644", 8);
}
