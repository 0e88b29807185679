using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>A `map`, ready to be looked up (ngx_http_map_find): texts first, without regard to case, then patterns in order.</summary>
internal sealed class MapTable
{
    private readonly ScriptText? _input;
    private readonly HostTable<ScriptText?> _texts = new();
    private readonly List<(Pcre Pattern, ScriptText? Value)> _patterns = [];
    private readonly ScriptText? _default = ScriptText.Compile("");

    /// <summary>Made from the map.</summary>
    public MapTable(ValueMap map)
    {
        Map = map;
        _input = ScriptText.Compile(map.Input);
        foreach (ProxyDirective entry in map.Entries)
        {
            ScriptText? value = ScriptText.Compile(entry.Arguments[0]);
            if (entry.Name == "default")
            {
                _default = value;
            }
            else if (entry.Name.StartsWith('~'))
            {
                bool ignoreCase = entry.Name.StartsWith("~*", StringComparison.Ordinal);
                _patterns.Add((new Pcre(entry.Name[(ignoreCase ? 2 : 1)..], ignoreCase), value));
            }
            else
            {
                _ = Add(ByteText.Lower(ByteText.Of(entry.Name.StartsWith('\\') ? entry.Name[1..] : entry.Name)), value);
            }
        }
    }

    /// <summary>The map.</summary>
    public ValueMap Map { get; }

    /// <summary>The value for a request; null when it is not known.</summary>
    public string? Evaluate(RequestState state)
    {
        if (_input?.Evaluate(state) is not string input)
        {
            return null;
        }

        string text = ByteText.Lower(Map.Hostnames && input.EndsWith('.') ? input[..^1] : input);
        if (_texts.TryFind(text, out ScriptText? value))
        {
            return value?.Evaluate(state);
        }

        foreach ((Pcre Pattern, ScriptText? Value) candidate in _patterns)
        {
            bool? matches = input.Length == 0 ? false : state.Match(candidate.Pattern, input, keepsOnMiss: true);
            if (matches is not false)
            {
                return matches is true ? candidate.Value?.Evaluate(state) : null;
            }
        }

        return _default?.Evaluate(state);
    }

    private bool Add(string text, ScriptText? value) => Map.Hostnames ? _texts.Add(text, value) : _texts.AddExact(text, value);
}
