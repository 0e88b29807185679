namespace ContainerNet.Model;

/// <summary>A table of keys and verdicts or addresses that a rule looks its packet up in.</summary>
public sealed record RuleMap
{
    /// <summary>What of the packet makes the key, in order.</summary>
    public required IReadOnlyList<RuleField> Key { get; init; }

    /// <summary>The name of the map in the rule's table; null when its entries stand in the rule.</summary>
    public string? Name { get; init; }

    /// <summary>The entries, when they stand in the rule. "*" is the entry for every other key.</summary>
    public IReadOnlyList<SetElement> Elements { get; init; } = [];

    /// <summary>For a key that is a number drawn by the kernel (numgen, jhash): how many numbers there are; 0 otherwise.</summary>
    public int Modulus { get; init; }
}
