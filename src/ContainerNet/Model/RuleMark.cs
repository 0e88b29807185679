namespace ContainerNet.Model;

/// <summary>
/// How a rule changes a mark, in the form that every tool's way of saying it comes down to:
/// target = (target &amp; Keep) ^ (source &amp; SourceMask) ^ Xor (iptables xt_mark.c, xt_connmark.c; nft bitwise expressions).
/// </summary>
public sealed record RuleMark
{
    /// <summary>What is written: <see cref="RuleField.Mark"/> or <see cref="RuleField.ConntrackMark"/>.</summary>
    public required RuleField Target { get; init; }

    /// <summary>The bits of the target's old value that stay.</summary>
    public required uint Keep { get; init; }

    /// <summary>The other mark that is read, <see cref="RuleField.Mark"/> or <see cref="RuleField.ConntrackMark"/>; null when a constant is set.</summary>
    public RuleField? Source { get; init; }

    /// <summary>The bits of the source that count.</summary>
    public uint SourceMask { get; init; }

    /// <summary>What is added by exclusive or.</summary>
    public required uint Xor { get; init; }
}
