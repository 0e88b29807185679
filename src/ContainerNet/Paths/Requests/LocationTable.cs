using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>The locations of one level (ngx_http_core_find_location).</summary>
internal sealed class LocationTable
{
    private readonly Dictionary<string, CompiledLocation> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CompiledLocation> _prefixes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CompiledLocation> _named = [];
    private readonly List<CompiledLocation> _patterns = [];
    private readonly int[] _lengths;
    private PatternIndex? _beginnings;
    private readonly bool _redirects;

    /// <summary>Made from the locations of a level.</summary>
    public LocationTable(IReadOnlyList<Location> locations)
    {
        foreach (Location location in locations)
        {
            CompiledLocation compiled = new(location);
            string pattern = ByteText.Of(location.Pattern);
            switch (location.Modifier)
            {
                case LocationModifier.Exact:
                    _exact.TryAdd(pattern, compiled);
                    break;
                case LocationModifier.Prefix or LocationModifier.PreferredPrefix:
                    _prefixes.TryAdd(pattern, compiled);
                    break;
                case LocationModifier.Named:
                    _named.TryAdd(pattern, compiled);
                    break;
                default:
                    _patterns.Add(compiled);
                    break;
            }
        }

        _lengths = [.. _prefixes.Keys.Select(p => p.Length).Distinct().OrderDescending()];
        _redirects = _exact.Values.Concat(_prefixes.Values).Any(l => l.RedirectsToSlash);
    }

    /// <summary>The locations with patterns, in their order.</summary>
    public IReadOnlyList<CompiledLocation> Patterns => _patterns;

    /// <summary>A location that is only sent to.</summary>
    public CompiledLocation? Named(string name) => _named.GetValueOrDefault(name);

    /// <summary>The location for a path, with how it was found.</summary>
    public LocationMatch Find(string path)
    {
        LocationMatch match = FindFixed(path);
        bool preferred = match.Location?.Location.Modifier == LocationModifier.PreferredPrefix;
        if (match.Kind == LocationMatchKind.Prefix)
        {
            LocationMatch inner = match.Location!.Inside.Find(path);
            match = inner.Location is null ? match : inner;
            if (inner.Kind is LocationMatchKind.Final or LocationMatchKind.Redirect or LocationMatchKind.NotUnderstood)
            {
                return inner;
            }
        }

        if (match.Kind is LocationMatchKind.Final or LocationMatchKind.Redirect || preferred)
        {
            return match;
        }

        foreach (int index in (_beginnings ??= new PatternIndex(_patterns)).Candidates(path))
        {
            CompiledLocation candidate = _patterns[index];
            switch (candidate.Pattern!.IsMatch(path))
            {
                case null:
                    return new LocationMatch(LocationMatchKind.NotUnderstood, candidate);
                case true:
                    LocationMatch inner = candidate.Inside.Find(path);

                    // nginx forgets here that a redirect was due.
                    return inner.Kind == LocationMatchKind.NotUnderstood ? inner
                        : new LocationMatch(LocationMatchKind.Final, inner.Location ?? candidate)
                        {
                            Pattern = inner.Pattern ?? candidate.Pattern,
                        };
            }
        }

        return match;
    }

    private LocationMatch FindFixed(string path)
    {
        if (_exact.TryGetValue(path, out CompiledLocation? exact))
        {
            return new LocationMatch(LocationMatchKind.Final, exact);
        }

        if (_prefixes.TryGetValue(path, out CompiledLocation? whole))
        {
            return new LocationMatch(LocationMatchKind.Prefix, whole);
        }

        // A path that only lacks a slash goes before shorter prefixes.
        if (_redirects && Redirected(path) is LocationMatch redirect)
        {
            return redirect;
        }

        Dictionary<string, CompiledLocation>.AlternateLookup<ReadOnlySpan<char>> prefixes =
            _prefixes.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (int length in _lengths)
        {
            if (length < path.Length && prefixes.TryGetValue(path.AsSpan(0, length), out CompiledLocation? prefix))
            {
                return new LocationMatch(LocationMatchKind.Prefix, prefix);
            }
        }

        return default;
    }

    private LocationMatch? Redirected(string path)
    {
        string slashed = path + "/";
        CompiledLocation? exact = _exact.GetValueOrDefault(slashed), prefix = _prefixes.GetValueOrDefault(slashed);
        return exact?.RedirectsToSlash is true || prefix?.RedirectsToSlash is true
            ? new LocationMatch(LocationMatchKind.Redirect, (exact ?? prefix)!) : null;
    }
}
