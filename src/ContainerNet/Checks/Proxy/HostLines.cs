using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Proxy;

/// <summary>
/// The lines that let a location ask for the host that its client asked for. Without them nginx asks for the address that proxy_pass names, and an
/// application that serves several hosts may hang up on that.
/// </summary>
internal static class HostLines
{
    private const string Host = "Host";

    /// <summary>The header of an outer level that this location lost by setting headers of its own; null when there is none.</summary>
    public static ProxyHeader? Lost(ProxyRoute route) => Of(route.Headers) is null ? Of(route.DiscardedHeaders) : null;

    /// <summary>The directive for the host itself: as an outer level has it, else the client's.</summary>
    public static string Line(ProxyRoute route) => $"proxy_set_header {Host} {(Lost(route) is { } lost ? UpgradeLines.Quoted(lost.Value) : "$host")};";

    /// <summary>The same with what would be lost by it: a location that sets its first header loses those of outer levels.</summary>
    public static IReadOnlyList<string> Lines(ProxyRoute route) =>
    [
        Line(route),
        .. SetsOwn(route) ? [] : route.Headers.Where(h => !IsHost(h)).Select(h => $"proxy_set_header {h.Name} {UpgradeLines.Quoted(h.Value)};"),
    ];

    /// <summary>The line of the location itself that sets another host; null when it has none.</summary>
    public static SourceLine? Own(ProxyRoute route) => Of(route.Headers) is { } header && IsIn(route, header) ? header.Source : null;

    private static bool SetsOwn(ProxyRoute route) => route.Headers.Any(h => IsIn(route, h));

    private static bool IsIn(ProxyRoute route, ProxyHeader header) => header.Source.File == route.Source.File && header.Source.Line > route.Source.Line;

    private static ProxyHeader? Of(IReadOnlyList<ProxyHeader> headers) => headers.FirstOrDefault(IsHost);

    private static bool IsHost(ProxyHeader header) => header.Name.Equals(Host, StringComparison.OrdinalIgnoreCase);
}
