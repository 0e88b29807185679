namespace ContainerNet.Model.Proxies;

/// <summary>Hides passwords and tokens that a configuration sets as headers, from whoever is shown it: snapshots are sent to others. Repairs and
/// probes need them as they are.</summary>
public static class HeaderSecrets
{
    private const string Hidden = "(hidden)";

    private static readonly string[] s_words = ["auth", "cookie", "token", "secret", "key", "password"];

    /// <summary>The value of a header as it may be shown. Values of variables stand in no file.</summary>
    public static string Shown(ProxyHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return IsSecret(header) ? Hidden : header.Value;
    }

    /// <summary>The same proxy, with the fixed values of headers that carry credentials hidden.</summary>
    public static RunningProxy Hide(RunningProxy proxy)
    {
        ArgumentNullException.ThrowIfNull(proxy);
        Proxy configuration = proxy.Configuration;
        return proxy with
        {
            Configuration = configuration with
            {
                Servers = [.. configuration.Servers.Select(s => s with { Root = Hide(s.Root) })],
                Maps = [.. configuration.Maps.Select(Hide)],
            },
        };
    }

    private static Location Hide(Location location) => location with
    {
        Settings = location.Settings with { Proxy = Hide(location.Settings.Proxy) },
        Locations = [.. location.Locations.Select(Hide)],
        Steps = [.. location.Steps.Select(Hide)],
        Content = location.Content is { } content ? content with { Directive = Hide(content.Directive), Pass = Hide(content.Pass) } : null,
    };

    /// <summary>What a variable of such a name is set to, or compared with, and the credentials in a URL.</summary>
    private static ProxyDirective Hide(ProxyDirective directive)
    {
        int named = -1;
        List<string> arguments = [.. directive.Arguments.Select(WithoutUser)];
        for (int i = 0; i < arguments.Count; i++)
        {
            if (named < 0 && arguments[i].Contains('$', StringComparison.Ordinal) && IsSecret(arguments[i]))
            {
                named = i + 1;
            }
            else if (named > 0 && arguments[i].Length > 2 && !arguments[i].Contains('$', StringComparison.Ordinal))
            {
                // The operator of an `if` is shorter, and its closing parenthesis is gone already.
                arguments[i] = Hidden;
            }
        }

        return directive with { Arguments = arguments, Inside = directive.Inside is { } inside ? Hide(inside) : null };
    }

    private static ValueMap Hide(ValueMap map) => !IsSecret(map.Input) && !IsSecret(map.Variable) ? map : map with
    {
        Entries = [.. map.Entries.Select(e => e with
        {
            Name = IsSecret(map.Input) && e.Name is not ("default" or "") ? Hidden : e.Name,
            Arguments = IsSecret(map.Variable) ? [.. e.Arguments.Select(a => a.Length == 0 || a.StartsWith('$') ? a : Hidden)] : e.Arguments,
        })],
    };

    private static ProxyPass? Hide(ProxyPass? pass) => pass is null || !pass.Text.Contains('@', StringComparison.Ordinal)
        ? pass : pass with { Text = WithoutUser(pass.Text), Host = pass.Host[(pass.Host.LastIndexOf('@') + 1)..] };

    private static string WithoutUser(string text)
    {
        int begin = text.IndexOf("://", StringComparison.Ordinal) + 3;
        int end = begin < 3 ? -1 : text.IndexOf('@', begin);
        return end < 0 || text.IndexOf('/', begin) is >= 0 and int path && path < end ? text : $"{text[..begin]}{Hidden}{text[end..]}";
    }

    private static bool IsSecret(string name) => s_words.Any(w => name.Contains(w, StringComparison.OrdinalIgnoreCase))
        && !name.Contains("http_sec_websocket_key", StringComparison.OrdinalIgnoreCase);

    private static ProxySettings Hide(ProxySettings settings) =>
        !settings.Headers.Concat(settings.DiscardedHeaders).Any(IsSecret) ? settings : settings with
        {
            Headers = [.. settings.Headers.Select(h => h with { Value = Shown(h) })],
            DiscardedHeaders = [.. settings.DiscardedHeaders.Select(h => h with { Value = Shown(h) })],
        };

    private static bool IsSecret(ProxyHeader header) => header.Value.Length > 0 && !header.Value.StartsWith('$') && IsSecret(header.Name);
}
