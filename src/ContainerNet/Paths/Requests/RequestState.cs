using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>A request on its way through a proxy: what nginx keeps in ngx_http_request_t.</summary>
internal sealed class RequestState(ClientRequest request, RequestTarget target, CompiledProxy proxy)
{
    private readonly Dictionary<string, string?> _variables = new(StringComparer.Ordinal);
    private string[] _captures = [];

    /// <summary>The request as it came.</summary>
    public ClientRequest Request => request;

    /// <summary>Its path and query as they came.</summary>
    public RequestTarget Target => target;

    /// <summary>The configuration.</summary>
    public CompiledProxy Proxy => proxy;

    /// <summary>The server that took it.</summary>
    public required CompiledServer Server { get; init; }

    /// <summary>The host in lower case, "" when there is none.</summary>
    public required string Host { get; init; }

    /// <summary>The path as it is now.</summary>
    public string Path { get; set; } = target.Path;

    /// <summary>The query as it is now.</summary>
    public string Arguments { get; set; } = target.Arguments;

    /// <summary>The method as it is now: an error page is asked for with GET.</summary>
    public string Method { get; set; } = request.Method;

    /// <summary>May the target still be passed on as it came?</summary>
    public bool IsTargetValid { get; set; } = true;

    /// <summary>Is the path still that of the location, so that its prefix may be replaced?</summary>
    public bool IsLocationValid { get; set; } = true;

    /// <summary>Was it sent on inside the proxy?</summary>
    public bool IsInternal { get; set; }

    /// <summary>Did a rewrite change the path, so that a location must be found anew?</summary>
    public bool IsPathChanged { get; set; }

    /// <summary>How often the path may still change (NGX_HTTP_MAX_URI_CHANGES and one).</summary>
    public int ChangesLeft { get; set; } = 11;

    /// <summary>Was an error page sent already?</summary>
    public bool IsErrorPage { get; set; }

    /// <summary>The status that an error page gives.</summary>
    public int? ErrorStatus { get; set; }

    /// <summary>Are captures escaped in values, as nginx does until the first rewrite of a run?</summary>
    public bool Quote { get; set; }

    /// <summary>Did a rewrite of this run have a query? Versions before 1.31.1 escape captures in later values then, and may
    /// write beyond their buffers.</summary>
    public bool HadArguments { get; set; }

    /// <summary>Where it would be passed on, while its headers are made.</summary>
    public ProxyPass? Pass { get; set; }

    /// <summary>The variable whose value was asked for and is not known.</summary>
    public string? UnknownVariable { get; private set; }

    /// <summary>How often captures were taken.</summary>
    public int Matches { get; private set; }

    /// <summary>Gives a variable a value; null for one that nobody knows.</summary>
    public void Set(string variable, string? value)
    {
        if (variable == "args" && value is not null)
        {
            Arguments = value;
            IsTargetValid = false;
            return;
        }

        _variables[variable] = value;
    }

    /// <summary>The value of a variable; null when it is not known.</summary>
    public string? Variable(string name)
    {
        return Lookup(name) ?? Unknown(name);
    }

    /// <summary>What a group took; null when versions differ.</summary>
    public string? Capture(int number, bool escaped)
    {
        if (number > _captures.Length)
        {
            return "";
        }

        string text = _captures[number - 1];
        bool mayEscape = target.HasEscapes || target.HasPlus;
        return HadArguments && !escaped && mayEscape && UriEscape.Argument(text) != text ? Unknown($"{number}")
            : escaped && mayEscape ? UriEscape.Argument(text) : text;
    }

    /// <summary>Holds a pattern against a text, and keeps what its groups took.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="text">The text.</param>
    /// <param name="keepsOnMiss">Do earlier captures stay when it does not fit? In steps they go.</param>
    public bool? Match(Pcre pattern, string text, bool keepsOnMiss = false)
    {
        bool? matches = pattern.Match(text, out string[] captures);
        if (matches is true)
        {
            _captures = captures;
            Matches++;
            for (int i = 0; i < captures.Length; i++)
            {
                if (pattern.Names[i] is string name)
                {
                    _variables[name] = captures[i];
                }
            }
        }
        else if (!keepsOnMiss)
        {
            _captures = [];
        }

        return matches;
    }

    /// <summary>Remembers whose value is not known.</summary>
    public string? Unknown(string variable)
    {
        UnknownVariable = variable;
        return null;
    }

    private string? Lookup(string name)
    {
        if (_variables.TryGetValue(name, out string? own))
        {
            return own;
        }

        if (proxy.MapOf(name) is MapTable map)
        {
            string? value = map.Evaluate(this);
            if (!map.Map.Volatile)
            {
                _variables[name] = value;
            }

            return value;
        }

        return BuiltInVariables.Find(this, name) ?? (proxy.IsDeclared(name) ? "" : null);
    }
}
