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
            Configuration = configuration with { Servers = [.. configuration.Servers.Select(s => s with { Root = Hide(s.Root) })] },
        };
    }

    private static Location Hide(Location location) => location with
    {
        Settings = location.Settings with { Proxy = Hide(location.Settings.Proxy) },
        Locations = [.. location.Locations.Select(Hide)],
        Steps = [.. location.Steps.Select(s => s.Inside is null ? s : s with { Inside = Hide(s.Inside) })],
    };

    private static ProxySettings Hide(ProxySettings settings) =>
        !settings.Headers.Concat(settings.DiscardedHeaders).Any(IsSecret) ? settings : settings with
        {
            Headers = [.. settings.Headers.Select(h => h with { Value = Shown(h) })],
            DiscardedHeaders = [.. settings.DiscardedHeaders.Select(h => h with { Value = Shown(h) })],
        };

    private static bool IsSecret(ProxyHeader header) => header.Value.Length > 0 && !header.Value.StartsWith('$')
        && s_words.Any(w => header.Name.Contains(w, StringComparison.OrdinalIgnoreCase));
}
