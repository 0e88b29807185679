namespace ContainerNet.Model;

/// <summary>What a rule does to a packet that goes on: sets a mark, exempts it from tracking.</summary>
public sealed record RuleEffect
{
    /// <summary>Mark, NoTrack, Log, Mangle, Continue; Unknown for one that may change what becomes of the packet in a way
    /// that is not understood.</summary>
    public required RuleAction Kind { get; init; }

    /// <summary>How many of the rule's matches were asked before it: statements of nft work in order, and one that stands before
    /// a match that fails has worked all the same.</summary>
    public int AfterMatches { get; init; }

    /// <summary>The change of a mark; null for other kinds.</summary>
    public RuleMark? Mark { get; init; }

    /// <summary>The statement's text where it was not understood.</summary>
    public string Text { get; init; } = "";
}
