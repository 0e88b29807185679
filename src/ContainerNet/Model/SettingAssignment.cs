namespace ContainerNet.Model;

/// <summary>One line in one file that sets a sysctl.</summary>
public sealed record SettingAssignment
{
    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>The line number, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The key or glob as it is written there.</summary>
    public required string Key { get; init; }

    /// <summary>The value; null for an exclusion (`-key` without a value).</summary>
    public string? Value { get; init; }

    /// <summary>What became of it.</summary>
    public SettingFate Fate { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line} {Key} = {Value}";
}
