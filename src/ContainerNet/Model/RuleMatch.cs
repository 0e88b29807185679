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

    /// <summary>The first value.</summary>
    public string Value => Values.Count > 0 ? Values[0] : "";
}
