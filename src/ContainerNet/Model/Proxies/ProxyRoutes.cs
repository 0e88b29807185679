using System.Runtime.CompilerServices;

namespace ContainerNet.Model.Proxies;

/// <summary>The routes of a proxy: every location that passes requests on.</summary>
public static class ProxyRoutes
{
    /// <summary>By proxy, for every check asks for them. A proxy is a fact and does not change.</summary>
    private static readonly ConditionalWeakTable<RunningProxy, IReadOnlyList<ProxyRoute>> s_known = [];

    /// <summary>The routes, in the order of the configuration.</summary>
    public static IReadOnlyList<ProxyRoute> Of(RunningProxy proxy)
    {
        ArgumentNullException.ThrowIfNull(proxy);
        return s_known.GetValue(proxy, static p => [.. Read(p)]);
    }

    private static IEnumerable<ProxyRoute> Read(RunningProxy proxy)
    {
        Dictionary<string, Upstream> groups = new(StringComparer.OrdinalIgnoreCase);
        foreach (Upstream group in proxy.Configuration.Upstreams)
        {
            groups.TryAdd(group.Name, group);
        }

        return proxy.Configuration.Servers.SelectMany(s => Of(proxy, groups, s, s.Root, []));
    }

    private static IEnumerable<ProxyRoute> Of(
        RunningProxy proxy, Dictionary<string, Upstream> groups, HttpServer server, Location location, IReadOnlyList<Location> around)
    {
        if (location.Content is { Kind: ContentKind.Proxy, Pass: { } pass })
        {
            yield return Route(proxy, groups, server, location, around, pass);
        }

        // An `if` is a location of its own, which may pass elsewhere.
        IEnumerable<Location> inner = location.Steps.Select(s => s.Inside).OfType<Location>()
            .Where(i => i.Content?.Pass is { } other && other != location.Content?.Pass)
            .Concat(location.Locations);
        foreach (ProxyRoute route in inner.SelectMany(i => Of(proxy, groups, server, i, [.. around, location])))
        {
            yield return route;
        }
    }

    private static ProxyRoute Route(
        RunningProxy proxy, Dictionary<string, Upstream> groups, HttpServer server, Location location,
        IReadOnlyList<Location> around, ProxyPass pass)
    {
        Upstream? group = pass is { HasVariables: false, UnixPath: null, Port: null } ? groups.GetValueOrDefault(pass.Host) : null;
        IReadOnlyList<UpstreamServer> servers = pass.HasVariables ? [] : group?.Servers ?? [new UpstreamServer
        {
            Host = pass.Host,
            Port = pass.UnixPath is null ? pass.EffectivePort : 0,
            UnixPath = pass.UnixPath,
            Source = pass.Source,
        }];
        ProxySettings settings = location.Settings.Proxy;
        return new ProxyRoute
        {
            Program = proxy.Program,
            Engine = proxy.Engine,
            Container = proxy.Container,
            Server = [.. server.Names.Select(n => n.Value)],
            Listens = server.Listens,
            Location = location.Modifier == LocationModifier.None && around.Count > 0 ? $"if in {around[^1]}" : location.ToString(),
            Around = [.. around.Skip(1), location],
            Pass = pass,
            Upstream = servers,
            Group = group,
            Upgrade = UpgradeOf(settings, proxy.Configuration),
            Settings = settings,
            Source = location.Source,
            Failures = [.. (proxy.Failures ?? []).Where(f => IsAt(f, server, pass, servers))],
        };
    }

    /// <summary>Lines of the log name the server and the address that was asked, and not the location.</summary>
    private static bool IsAt(ProxyLogSummary failure, HttpServer server, ProxyPass pass, IReadOnlyList<UpstreamServer> servers)
    {
        if (failure.Server is { Length: > 0 } name && name != server.Name)
        {
            return false;
        }

        string address = failure.Upstream?[(failure.Upstream.IndexOf("://", StringComparison.Ordinal) + 3)..] ?? "";
        return address.Length > 0 && (address == pass.Host || servers.Any(s => SamePort(address, s)));
    }

    /// <summary>Names were resolved when the log was written, so that the port has to do.</summary>
    private static bool SamePort(string address, UpstreamServer server) => server.UnixPath is { } path
        ? address.StartsWith($"unix:{path}", StringComparison.Ordinal)
        : address == $"{server.Host}:{server.Port}"
            || (!System.Net.IPAddress.TryParse(server.Host.Trim('[', ']'), out _) && address.EndsWith($":{server.Port}", StringComparison.Ordinal));

    /// <summary>What the headers that are set make of a request to upgrade.</summary>
    internal static UpgradeHandling UpgradeOf(ProxySettings settings, Proxy proxy)
    {
        bool? upgrade = Sets(settings.Headers, "Upgrade", proxy);
        bool? connection = Sets(settings.Headers, "Connection", proxy);
        return (upgrade, connection) switch
        {
            (true, true) when settings.HttpVersion.Value is "1.0" => UpgradeHandling.OldHttp,
            (true, true) when settings.HttpVersion.Value is null => UpgradeHandling.Unknown,
            (true, true) => UpgradeHandling.Passed,
            (null, not false) or (not false, null) => UpgradeHandling.Unknown,
            _ when Sets(settings.DiscardedHeaders, "Upgrade", proxy) is true => UpgradeHandling.Discarded,
            (false, false) => UpgradeHandling.NotPassed,
            _ => UpgradeHandling.Incomplete,
        };
    }

    /// <summary>Is the header sent when a client asks to upgrade? Null where a variable decides that is not followed.</summary>
    private static bool? Sets(IReadOnlyList<ProxyHeader> headers, string name, Proxy proxy)
    {
        string? value = headers.LastOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;
        if (value is not { Length: > 0 })
        {
            return false;
        }

        bool isUpgrade = name == "Upgrade";
        if (!value.StartsWith('$'))
        {
            return value.Contains(isUpgrade ? "websocket" : "upgrade", StringComparison.OrdinalIgnoreCase);
        }

        string variable = value.Trim('$', '{', '}');
        if (variable == (isUpgrade ? "http_upgrade" : "http_connection") || (!isUpgrade && variable == "http_upgrade"))
        {
            // `Connection $http_upgrade` sends "websocket", which is no upgrade.
            return isUpgrade || variable == "http_connection";
        }

        return proxy.Maps.LastOrDefault(m => m.Variable == variable && m.Input == "$http_upgrade") is { } map
            ? Chosen(map)?.Contains("upgrade", StringComparison.OrdinalIgnoreCase) : null;
    }

    /// <summary>What a map makes of "websocket": its own entry, or the default.</summary>
    private static string? Chosen(ValueMap map)
    {
        string? Entry(string name) => map.Entries.FirstOrDefault(e => e.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Arguments[0];
        return map.Entries.Any(e => e.Name.StartsWith('~')) ? null : Entry("websocket") ?? Entry("default") ?? "";
    }
}
