namespace ContainerNet.Repairs;

/// <summary>Writes a kernel setting at run time.</summary>
public sealed record SysctlStep : RepairStep
{
    /// <summary>The key with dots (a dot inside an interface name as '/').</summary>
    public required string Key { get; init; }

    /// <summary>The value to write.</summary>
    public required string Value { get; init; }

    /// <summary>The value that the plan found, to which undo returns; the runner refuses when it is another by now.</summary>
    public required string? Before { get; init; }

    /// <summary>The network namespace of the key, such as net:[4026531840]; null for the one that we run in.</summary>
    public string? Namespace { get; init; }
}
