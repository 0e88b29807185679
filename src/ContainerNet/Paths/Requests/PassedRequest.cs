using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>Makes the request for the server behind (src/http/modules/ngx_http_proxy_module.c, ngx_http_proxy_create_request).</summary>
/// <param name="state">The request as it is now.</param>
/// <param name="settings">What is in force.</param>
/// <param name="prefix">What the location matched, which a URI part of proxy_pass takes the place of.</param>
internal sealed class PassedRequest(RequestState state, ProxySettings settings, string prefix)
{
    /// <summary>Since then "Connection: close" is not sent.</summary>
    private static readonly Version s_keepsAlive = new(1, 29, 7);

    /// <summary>Since then Proxy-Connection is not passed on.</summary>
    private static readonly Version s_dropsProxyConnection = new(1, 31, 0);

    /// <summary>Since then a Host header that is set to nothing is sent all the same with HTTP/1.1.</summary>
    private static readonly Version s_sendsHost = new(1, 31, 4);

    /// <summary>Headers of the client that are not passed on by themselves.</summary>
    private static readonly HashSet<string> s_hidden = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Content-Length", "Transfer-Encoding", "TE", "Keep-Alive", "Expect", "Upgrade",
    };

    /// <summary>The request; null when a variable in the address is not known, or nginx would not take the address.</summary>
    public UpstreamRequest? Make(ProxyPass written)
    {
        ProxyPass? pass = written.HasVariables ? Evaluate(written) : written;
        if (pass is null)
        {
            return null;
        }

        state.Pass = pass;
        string? version = settings.HttpVersion.Value;
        Upstream? group = pass.UnixPath is null && pass.Port is null ? state.Proxy.UpstreamOf(pass.Host) : null;
        List<SentHeader> headers = [];
        if (!AddHeaders(headers, pass, version))
        {
            return null;
        }

        string? method = settings.Method is Setting<string> set ? ScriptText.Compile(set.Value)?.Evaluate(state) : state.Method;
        return new UpstreamRequest
        {
            Pass = pass,
            Group = group,
            Servers = group?.Servers ?? [new UpstreamServer
            {
                Host = pass.Host,
                Port = pass.UnixPath is null ? pass.EffectivePort : 0,
                UnixPath = pass.UnixPath,
                Source = pass.Source,
            }],
            Target = ByteText.ToText(Target(pass, written)),
            Method = method ?? "",
            HttpVersion = version,
            Headers = headers,
        };
    }

    private ProxyPass? Evaluate(ProxyPass written)
    {
        if (ScriptText.Compile(written.Text)?.Evaluate(state) is not string url)
        {
            return null;
        }

        ProxyPass? pass = ProxyPass.Parse(url, written.Source);
        return pass is { Uri: ['?', ..] } ? pass with { Uri = "/" + pass.Uri } : pass;
    }

    private string Target(ProxyPass pass, ProxyPass written)
    {
        if (written.HasVariables && pass.Uri.Length > 0)
        {
            return pass.Uri;
        }

        if (pass.Uri.Length == 0 && state.IsTargetValid)
        {
            return state.Target.Raw;
        }

        // What the location matched is cut off, which is nothing after a rewrite with break.
        int cut = state.IsLocationValid && pass.Uri.Length > 0
            ? Math.Min(ByteText.Of(prefix).Length, state.Path.Length) : 0;
        string rest = state.Path[cut..];
        rest = state.Target.HasEscapes || state.IsInternal ? UriEscape.Path(rest) : rest;
        string target = (state.IsLocationValid ? ByteText.Of(pass.Uri) : "") + rest;
        return state.Arguments.Length > 0 ? $"{target}?{state.Arguments}" : target;
    }

    /// <summary>Adds the headers; false when a map takes captures anew that one of them holds. nginx takes the lengths of all of
    /// them first, so that garbage or an error comes of it (see ScriptText).</summary>
    private bool AddHeaders(List<SentHeader> headers, ProxyPass pass, string? version)
    {
        HashSet<string> named = new(s_hidden, StringComparer.OrdinalIgnoreCase);
        bool setsHost = false, setsConnection = false, hasCaptures = false;
        int matches = state.Matches;
        foreach (ProxyHeader header in settings.Headers)
        {
            named.Add(header.Name);
            ScriptText? script = ScriptText.Compile(header.Value);
            string? value = script?.Evaluate(state);
            hasCaptures |= script?.HasCaptures is true;
            setsConnection |= header.Name.Equals("Connection", StringComparison.OrdinalIgnoreCase);
            setsHost |= header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase) && !(value?.Length == 0 && SendsHostAlways(version));
            if (value is not { Length: 0 })
            {
                headers.Add(new SentHeader(header.Name, value is null ? null : ByteText.ToText(value), header.Source));
            }
        }

        if (!setsHost)
        {
            headers.Add(new SentHeader("Host", ByteText.ToText(ByteText.Of(pass.HostHeader)), null));
        }

        if (!setsConnection && !(state.Proxy.Version >= s_keepsAlive))
        {
            headers.Add(new SentHeader("Connection", state.Proxy.Version is null ? null : "close", null));
        }

        if (state.Proxy.Version >= s_dropsProxyConnection)
        {
            named.Add("Proxy-Connection");
        }

        IEnumerable<KeyValuePair<string, string>> passed = settings.PassRequestHeaders.Value ? state.Request.Headers : [];
        headers.AddRange(passed.Where(h => !named.Contains(h.Key)).Select(h => new SentHeader(h.Key, h.Value, null)));
        return !hasCaptures || state.Matches == matches || state.Unknown("1") is not null;
    }

    private bool SendsHostAlways(string? version) => state.Proxy.Version >= s_sendsHost && version == "1.1";
}
