using System.Globalization;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>Reads an `upstream` block, of HTTP or of streams.</summary>
internal static class UpstreamReader
{
    /// <summary>The block.</summary>
    /// <param name="directive">The directive.</param>
    /// <param name="outer">The level around it.</param>
    /// <param name="defaultPort">The port of servers that name none; streams have no such.</param>
    public static Upstream Read(NginxDirective directive, NginxLevel outer, int defaultPort)
    {
        NginxLevel level = new(directive, outer);
        return new Upstream
        {
            Name = directive[0],
            Source = directive.Source,
            Servers = level.Own("server").Select(d => Server(d, defaultPort)).ToArray(),
            Keepalive = level.First("keepalive") is { } keepalive && Number(keepalive[0]) is int count
                ? new Setting<int>(count, keepalive.Source) : null,
            Zone = level.First("zone") is { } zone ? new Setting<string>(zone[0], zone.Source) : null,
            Others = level.Directives.Where(d => d.Name is not ("server" or "keepalive" or "zone")).Select(d => d.ToModel()).ToArray(),
        };
    }

    private static UpstreamServer Server(NginxDirective directive, int defaultPort)
    {
        bool isUnix = directive[0].StartsWith("unix:", StringComparison.OrdinalIgnoreCase);
        (string host, int port) = isUnix ? ("", 0) : HostAndPort(directive[0], defaultPort);
        return new UpstreamServer
        {
            Host = host,
            Port = port,
            UnixPath = isUnix ? directive[0][5..] : null,
            Weight = Number(Parameter(directive, "weight=")) ?? 1,
            MaxFails = Number(Parameter(directive, "max_fails=")) ?? 1,
            FailTimeout = NginxTime.Parse(Parameter(directive, "fail_timeout="), wholeSeconds: true) ?? TimeSpan.FromSeconds(10),
            Backup = directive.Says("backup"),
            Down = directive.Says("down"),
            Resolve = directive.Says("resolve"),
            Source = directive.Source,
        };
    }

    /// <summary>A port behind the last colon, unless that is one of an IPv6 address.</summary>
    internal static (string Host, int Port) HostAndPort(string text, int defaultPort)
    {
        int colon = text.LastIndexOf(':');
        return colon > text.LastIndexOf(']') && Number(text[(colon + 1)..]) is int port
            ? (text[..colon], port) : (text, defaultPort);
    }

    private static string Parameter(NginxDirective directive, string name)
    {
        for (int i = directive.Count - 1; i > 0; i--)
        {
            if (directive[i].StartsWith(name, StringComparison.Ordinal))
            {
                return directive[i][name.Length..];
            }
        }

        return "";
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
