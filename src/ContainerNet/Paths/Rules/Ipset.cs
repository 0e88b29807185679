namespace ContainerNet.Paths.Rules;

/// <summary>A set of ipset, as a rule asks for it: with directions. A list of sets has several tables.</summary>
/// <param name="Tables">The tables, each with the marks of elements that mean the opposite (nomatch).</param>
/// <param name="Family">4 or 6, or 0 for a set of neither (bitmap:port).</param>
/// <param name="Text">What is said where it is not certain.</param>
/// <param name="IsDoubtful">Was some of it not read or not understood?</param>
internal sealed record Ipset(IReadOnlyList<(KeyTable Keys, bool[] Excluded)> Tables, int Family, string Text, bool IsDoubtful);
