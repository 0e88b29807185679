using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>Takes passwords and tokens out of a configuration before it becomes a fact: snapshots are sent to others.</summary>
internal static class HeaderSecrets
{
    private const string Masked = "(hidden)";

    private static readonly string[] s_words = ["auth", "cookie", "token", "secret", "key", "password"];

    /// <summary>The same, with the fixed values of headers that carry credentials replaced. Values of variables stand in no file.</summary>
    public static Proxy Mask(Proxy proxy) => proxy with
    {
        Servers = [.. proxy.Servers.Select(s => s with { Root = Mask(s.Root) })],
    };

    private static Location Mask(Location location) => location with
    {
        Settings = location.Settings with { Proxy = Mask(location.Settings.Proxy) },
        Locations = [.. location.Locations.Select(Mask)],
        Steps = [.. location.Steps.Select(s => s.Inside is null ? s : s with { Inside = Mask(s.Inside) })],
    };

    private static ProxySettings Mask(ProxySettings settings) =>
        !settings.Headers.Concat(settings.DiscardedHeaders).Any(IsSecret) ? settings : settings with
        {
            Headers = [.. settings.Headers.Select(Mask)],
            DiscardedHeaders = [.. settings.DiscardedHeaders.Select(Mask)],
        };

    private static ProxyHeader Mask(ProxyHeader header) => IsSecret(header) ? header with { Value = Masked } : header;

    private static bool IsSecret(ProxyHeader header) => header.Value.Length > 0 && !header.Value.StartsWith('$')
        && s_words.Any(w => header.Name.Contains(w, StringComparison.OrdinalIgnoreCase));
}
