namespace ContainerNet.Paths.Requests;

/// <summary>Patterns by what they begin with, so that of thousands only those are tried that may fit, in their order.</summary>
internal sealed class PatternIndex
{
    /// <summary>Where there are few, looking them up takes longer than trying them.</summary>
    private const int Few = 24;

    /// <summary>Beginnings that are longer are told apart by these characters.</summary>
    private const int Longest = 48;

    private readonly Dictionary<string, List<int>> _byBeginning = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<int> _others = [];
    private readonly int[] _lengths;
    private readonly bool _isFew;

    /// <summary>Of these locations.</summary>
    public PatternIndex(IReadOnlyList<CompiledLocation> patterns)
    {
        _isFew = patterns.Count <= Few;
        for (int i = 0; i < patterns.Count; i++)
        {
            string beginning = _isFew ? "" : patterns[i].Pattern!.Beginning;
            if (beginning.Length == 0)
            {
                _others.Add(i);
                continue;
            }

            string key = beginning[..Math.Min(beginning.Length, Longest)];
            if (!_byBeginning.TryGetValue(key, out List<int>? known))
            {
                _byBeginning.Add(key, known = []);
            }

            known.Add(i);
        }

        _lengths = [.. _byBeginning.Keys.Select(k => k.Length).Distinct().Order()];
    }

    /// <summary>The places of the patterns that a path may fit, in order.</summary>
    public List<int> Candidates(string path)
    {
        if (_isFew)
        {
            return _others;
        }

        List<int> found = [.. _others];
        Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> lookup = _byBeginning.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (int length in _lengths)
        {
            if (length > path.Length)
            {
                break;
            }

            if (lookup.TryGetValue(path.AsSpan(0, length), out List<int>? known))
            {
                found.AddRange(known);
            }
        }

        found.Sort();
        return found;
    }
}
