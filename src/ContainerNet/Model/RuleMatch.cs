namespace ContainerNet.Model;

/// <summary>One condition of a rule.</summary>
public sealed record RuleMatch
{
    /// <summary>What it looks at.</summary>
    public required RuleField Field { get; init; }

    /// <summary>The values, any of which satisfies it; as the tool prints them.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>True when it must not hold.</summary>
    public bool Negated { get; init; }

    /// <summary>For a set: its name in the rule's table (nft), or in ipset. The values then are its members as far as they are
    /// few and stay; null when the values are the rule's own.</summary>
    public string? SetName { get; init; }

    /// <summary>For <see cref="RuleField.Concatenation"/> and <see cref="RuleField.Set"/>: what each part of the key looks at, in
    /// order; the values of a concatenation hold their parts with " . " between. Null otherwise.</summary>
    public IReadOnlyList<RuleField>? Parts { get; init; }

    /// <summary>The first value.</summary>
    public string Value => Values.Count > 0 ? Values[0] : "";
}
