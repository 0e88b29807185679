using System.Management.Automation;

namespace ContainerNet.Cmdlets;

/// <summary>Names with wildcards, as a parameter got them; remembers which plain names were never met.</summary>
internal sealed class NameFilter
{
    private readonly List<(string Name, WildcardPattern Pattern)> _patterns = [];
    private readonly HashSet<string> _met = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the names of a parameter; null or empty lets everything through.</summary>
    public NameFilter(IEnumerable<string?>? names)
    {
        foreach (string name in names?.OfType<string>() ?? [])
        {
            _patterns.Add((name, WildcardPattern.Get(name, WildcardOptions.IgnoreCase)));
        }
    }

    /// <summary>Was nothing asked for by name?</summary>
    public bool IsEmpty => _patterns.Count == 0;

    /// <summary>Plain names that no candidate had: the user named something that is not there.</summary>
    public IEnumerable<string> Missing => _patterns
        .Select(p => p.Name)
        .Where(n => !WildcardPattern.ContainsWildcardCharacters(n) && !_met.Contains(n));

    /// <summary>Does the name pass? A candidate without a name passes only when nothing was asked for.</summary>
    public bool Matches(string? name)
    {
        if (IsEmpty)
        {
            return true;
        }

        bool matched = false;
        foreach ((string wanted, WildcardPattern pattern) in _patterns)
        {
            // A name with a bracket in it is met literally too: interface names may hold any character.
            if (name is not null && (pattern.IsMatch(name) || string.Equals(wanted, name, StringComparison.Ordinal)))
            {
                _met.Add(wanted);
                matched = true;
            }
        }

        return matched;
    }

    /// <summary>Does one of the names pass?</summary>
    public bool MatchesAny(IEnumerable<string> names) => IsEmpty || names.Any(Matches);
}
