namespace ContainerNet.Sources.Netfilter;

/// <summary>One string for equal words: tens of thousands of rules are made of the same few hundred.</summary>
internal sealed class WordPool
{
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <summary>An empty one.</summary>
    public WordPool() => _lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The word as a string.</summary>
    public string Get(ReadOnlySpan<char> word)
    {
        if (!_lookup.TryGetValue(word, out string? known))
        {
            known = word.ToString();
            _words.Add(known);
        }

        return known;
    }
}
