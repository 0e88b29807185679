namespace ContainerNet.Paths.Requests;

/// <summary>Host names with wildcards (src/core/ngx_hash.c): the name itself goes first, then the longest wildcard in front, then
/// the longest at the end. Of the same name twice the first counts.</summary>
internal sealed class HostTable<T>
{
    private readonly Dictionary<string, T> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (T Value, bool WithItself)> _heads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, T> _tails = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>Adds a name in lower case; false when it is taken already.</summary>
    public bool Add(string name, T value)
    {
        // ".example.com" is the name itself and the wildcard in one, and nothing where either is taken. Where the wildcard is, the
        // name counts as taken all the same.
        if (name.Length > 1 && name[0] == '.')
        {
            return _taken.Add(name[1..]) && _heads.TryAdd(name[1..], (value, true));
        }

        return name.StartsWith("*.", StringComparison.Ordinal) ? _heads.TryAdd(name[2..], (value, false))
            : name.EndsWith(".*", StringComparison.Ordinal) ? _tails.TryAdd(name[..^2], value)
            : AddExact(name, value);
    }

    /// <summary>Adds a name that means itself, whatever it looks like.</summary>
    public bool AddExact(string name, T value) => _taken.Add(name) && _exact.TryAdd(name, value);

    /// <summary>Finds what a name was given.</summary>
    public bool TryFind(string host, out T? value) =>
        _exact.TryGetValue(host, out value) || TryHead(host, out value) || TryTail(host, out value);

    private bool TryHead(string host, out T? value)
    {
        for (int start = 0; _heads.Count > 0 && start < host.Length; start = After(host, start))
        {
            if (_heads.TryGetValue(host[start..], out (T Value, bool WithItself) found) && (start > 0 || found.WithItself))
            {
                value = found.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    private bool TryTail(string host, out T? value)
    {
        for (int end = host.LastIndexOf('.'); _tails.Count > 0 && end > 0; end = host.LastIndexOf('.', end - 1))
        {
            if (_tails.TryGetValue(host[..end], out value))
            {
                return true;
            }
        }

        value = default;
        return false;
    }

    private static int After(string host, int start) => host.IndexOf('.', start) is int dot and >= 0 ? dot + 1 : host.Length;
}
