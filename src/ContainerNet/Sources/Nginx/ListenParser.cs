using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>Takes a `listen` apart (src/core/ngx_inet.c, ngx_parse_url).</summary>
internal static class ListenParser
{
    /// <summary>What a server without a `listen` does.</summary>
    public static Listen Default { get; } = new() { Address = IPAddress.Any, Port = 80, LastPort = 80 };

    /// <summary>The address; null when nginx would refuse it.</summary>
    public static Listen? Parse(NginxDirective directive)
    {
        Listen? listen = Address(directive[0]);
        if (listen is null)
        {
            return null;
        }

        return listen with
        {
            Ssl = directive.Says("ssl") || directive.Says("quic"),
            Datagram = directive.Says("quic") || directive.Says("udp"),
            DefaultServer = directive.Says("default_server") || directive.Says("default"),
            ProxyProtocol = directive.Says("proxy_protocol"),
            Ipv6Only = !directive.Says("ipv6only=off"),
            Source = directive.Source,
        };
    }

    private static Listen? Address(string text)
    {
        if (text.StartsWith("unix:", StringComparison.OrdinalIgnoreCase))
        {
            return text.Length > 5 ? new Listen { UnixPath = text[5..] } : null;
        }

        int closing = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : 0;
        if (closing < 0)
        {
            return null;
        }

        int colon = text.IndexOf(':', closing);
        if (colon < 0 && text.All(c => char.IsAsciiDigit(c) || c == '-'))
        {
            return Ports(text) is Listen onPort ? onPort with { Address = IPAddress.Any } : null;
        }

        Listen? listen = colon < 0 ? Default with { Address = null } : Ports(text[(colon + 1)..]);
        string host = colon < 0 ? text : text[..colon];
        if (listen is null || host.Length == 0 || host.Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        if (host == "*")
        {
            return listen with { Address = IPAddress.Any };
        }

        if (closing > 0)
        {
            return IPAddress.TryParse(host.AsSpan(1, host.Length - 2), out IPAddress? v6)
                && v6.AddressFamily == AddressFamily.InterNetworkV6 ? listen with { Address = v6 } : null;
        }

        // IPAddress.TryParse would take "10" for 0.0.0.10.
        return host.Count(c => c == '.') == 3 && IPAddress.TryParse(host, out IPAddress? v4)
            ? listen with { Address = v4 } : listen with { HostName = host };
    }

    private static Listen? Ports(string text)
    {
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        int? first = Port(dash < 0 ? text : text[..dash]);
        int? last = dash < 0 ? first : Port(text[(dash + 1)..]);
        return first is int from && last is int to && from <= to ? new Listen { Port = from, LastPort = to } : null;
    }

    private static int? Port(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is >= 1 and <= 65535 ? port : null;
}
