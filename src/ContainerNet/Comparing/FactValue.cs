namespace ContainerNet.Comparing;

/// <summary>A value of a fact, and who has it.</summary>
/// <param name="Value">The value; of rules and other lists only what is not as on the reference: lines with + are more, with - are missing.</param>
/// <param name="Hosts">The hosts.</param>
/// <param name="IsReference">Is it the one that others are held against: the reference host's, or the most frequent one?</param>
public sealed record FactValue(string Value, IReadOnlyList<string> Hosts, bool IsReference)
{
    private const int MostNames = 3;

    /// <inheritdoc/>
    public override string ToString() => $"{Value} on {string.Join(", ", Hosts.Take(MostNames))}"
        + (Hosts.Count > MostNames ? $" and {Hosts.Count - MostNames} more" : "");
}
