namespace ContainerNet.Sources.Netfilter;

/// <summary>One string for equal words: rules that stand together are made of the same few. It has a place for each hash and no
/// more: a pool of every word, most of which come once, would take more room than the strings that it saves.</summary>
internal sealed class WordPool
{
    private const int Places = 8192;

    private readonly string?[] _words = new string?[Places];

    /// <summary>The word as a string.</summary>
    public string Get(ReadOnlySpan<char> word)
    {
        ref string? place = ref _words[string.GetHashCode(word, StringComparison.Ordinal) & (Places - 1)];
        if (place is null || !word.SequenceEqual(place))
        {
            place = word.ToString();
        }

        return place;
    }
}
