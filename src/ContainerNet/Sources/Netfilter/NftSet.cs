namespace ContainerNet.Sources.Netfilter;

/// <summary>A named nft set: its members as text, or null when they change by themselves or are too many to copy.</summary>
/// <param name="Members">The members; null when a rule on the set says nothing certain.</param>
/// <param name="Verdicts">For a verdict map, the verdict of each member, in the same order.</param>
internal sealed record NftSet(IReadOnlyList<string>? Members, IReadOnlyList<string> Verdicts);
