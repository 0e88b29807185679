namespace ContainerNet.Model;

/// <summary>A table of keys and verdicts or addresses that a rule looks its packet up in. A packet whose key is not in it passes
/// the rule by, as if a match had failed. Values are verdicts ("accept", "jump CHAIN"), or addresses for a translation: "192.0.2.2",
/// "192.0.2.2 . 80", "192.0.2.2-192.0.2.9", "192.0.2.0/24" (the network is exchanged, the host's part stays).</summary>
public sealed record RuleMap
{
    /// <summary>What of the packet makes the key, in order.</summary>
    public required IReadOnlyList<RuleField> Key { get; init; }

    /// <summary>The name of the map in the rule's table; null when its entries stand in the rule.</summary>
    public string? Name { get; init; }

    /// <summary>The entries, when they stand in the rule. "*" is the entry for every other key; parts of a key have " . " between.
    /// Keys are written as the values of a match on their field; drawn numbers count from 0: "0", "0-49".</summary>
    public IReadOnlyList<SetElement> Elements { get; init; } = [];

    /// <summary>For a key that is a number drawn by the kernel (numgen, jhash): how many numbers there are; 0 otherwise.</summary>
    public int Modulus { get; init; }
}
