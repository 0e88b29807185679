using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Proxy;

/// <summary>The lines that a location lacks for a WebSocket.</summary>
internal static class UpgradeLines
{
    /// <summary>Since then HTTP/1.1 is spoken with upstreams unless something else is said.</summary>
    private static readonly Version s_speaksNewHttp = new(1, 29, 7);

    /// <summary>The directives, one a line: what is there already is left out, and headers of an outer level that would be lost
    /// with the first of them are said again.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="route">The location.</param>
    /// <param name="shown">Are they shown, and not written? Then passwords among them are hidden.</param>
    public static IReadOnlyList<string> Missing(RunningProxy proxy, ProxyRoute route, bool shown)
    {
        ProxySettings settings = route.Settings;
        List<string> lines = [];
        if (settings.HttpVersion.Value == "1.0" || (settings.HttpVersion.Value is null && !(proxy.Configuration.Version >= s_speaksNewHttp)))
        {
            lines.Add("proxy_http_version 1.1;");
        }

        lines.AddRange(Headers(proxy, route, shown).Select(h => $"proxy_set_header {h.Name} {h.Value};"));
        return lines;
    }

    /// <summary>The headers that are to be set in the location itself.</summary>
    private static IEnumerable<(string Name, string Value)> Headers(RunningProxy proxy, ProxyRoute route, bool shown)
    {
        string connection = proxy.Configuration.Maps.FirstOrDefault(m => m.Input == "$http_upgrade") is { } map ? $"${map.Variable}" : "\"upgrade\"";
        (string Name, string Value)[] wanted = [("Upgrade", "$http_upgrade"), ("Connection", connection)];
        if (route.Upgrade is UpgradeHandling.OldHttp or UpgradeHandling.Passed)
        {
            return [];
        }

        // Headers that were set further out are lost when this location sets its first.
        bool setsOwn = route.Headers.Any(h => h.Source.File == route.Source.File && h.Source.Line > route.Source.Line);
        IEnumerable<ProxyHeader> kept = route.Upgrade == UpgradeHandling.Discarded ? route.DiscardedHeaders
            : setsOwn ? [] : route.Headers;
        return wanted.Where(w => !setsOwn || !Right(route, w.Name)).Concat(kept
            .Where(k => !wanted.Any(w => w.Name.Equals(k.Name, StringComparison.OrdinalIgnoreCase))
                && (route.Upgrade != UpgradeHandling.Discarded || !route.Headers.Any(h => h.Name.Equals(k.Name, StringComparison.OrdinalIgnoreCase))))
            .Select(k => (k.Name, Quoted(shown ? HeaderSecrets.Shown(k) : k.Value))));
    }

    private static bool Right(ProxyRoute route, string name) => route.Headers.Any(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        && (h.Value.StartsWith('$') || h.Value.Contains(name == "Upgrade" ? "websocket" : "upgrade", StringComparison.OrdinalIgnoreCase)));

    /// <summary>A value as it stands in a directive.</summary>
    public static string Quoted(string value) => value.Length == 0 || value.Any(c => char.IsWhiteSpace(c) || c is ';' or '{' or '}' or '"' or '\'' or '\\')
        ? $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : value;
}
