using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Proxy;

/// <summary>What tells of a location that WebSockets are meant to go through it. Without such a sign, a location that passes no
/// upgrade on is one for pages, as most are.</summary>
internal static class WebSocketSigns
{
    private static readonly HashSet<string> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        "ws", "wss", "websocket", "websockets", "websockify", "web-socket", "socket", "sockets", "socket.io", "sockjs", "sockjs-node",
        "signalr", "cable", "hub", "engine.io", "webpack-hmr",
    };

    /// <summary>A name for it: nobody lets a page wait for so long.</summary>
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(2);

    /// <summary>The sign in words; null when there is none.</summary>
    public static string? Of(ProxyRoute route)
    {
        string pattern = route.Around.Count > 0 ? route.Around[^1].Pattern : "";
        string? name = pattern.Split(['/', '^', '$', '(', ')', '|', '\\', '*', '+', '?'], StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(s_names.Contains);
        return name is not null ? $"its path says {name}"
            : route.Upgrade == UpgradeHandling.Discarded && route.ReadTimeout >= s_long
                ? $"proxy_read_timeout {route.ReadTimeout.TotalSeconds:0}s says that connections stay open"
            : null;
    }
}
