namespace ContainerNet.Model;

/// <summary>A member of a set, or an entry of a map.</summary>
public sealed record SetElement
{
    /// <summary>The key as nft or ipset prints it: "192.0.2.0/24", "80-90", "192.0.2.1 . tcp . 80", "192.0.2.1,tcp:80" (ipset). Where
    /// the field of a match has a form of its own (numbers of ICMP types, hexadecimal marks), it has that form.</summary>
    public required string Key { get; init; }

    /// <summary>What a map gives for it: a verdict ("jump CHAIN"), an address, a mark; null in a set.</summary>
    public string? Value { get; init; }

    /// <summary>True for an entry that means the opposite (nomatch of ipset).</summary>
    public bool Excluded { get; init; }
}
