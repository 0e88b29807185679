using System.Management.Automation;
using System.Net;
using System.Text;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;
using ContainerNet.Probes;
using ContainerNet.Probes.WebSockets;

namespace ContainerNet.Cmdlets;

/// <summary>What the views in ContainerNet.Format.ps1xml call, so that they hold no logic of their own.</summary>
public static class Display
{
    internal const string Red = "\x1b[31;1m";
    internal const string Yellow = "\x1b[33;1m";
    internal const string Green = "\x1b[32;1m";
    internal const string Cyan = "\x1b[36m";
    internal const string Bold = "\x1b[1m";
    internal const string Reset = "\x1b[0m";
    private const int Utf8 = 65001;
    private const int UsualColumns = 100;
    private const int NarrowestCell = 20;

    /// <summary>Text that is safe on a terminal. Process names, comments and labels come from containers, and an escape
    /// sequence in them would otherwise write over the screen.</summary>
    public static string Clean(object? value)
    {
        string text = value switch
        {
            null => "",
            PSObject wrapped => wrapped.BaseObject.ToString() ?? "",
            _ => value.ToString() ?? "",
        };

        // Line ends stay: they are part of a message. Everything else that controls a terminal is shown as what it is.
        return text.Any(IsUnsafe)
            ? text.Aggregate(new StringBuilder(), (clean, c) => clean.Append(IsUnsafe(c) ? '\uFFFD' : c)).ToString()
            : text;
    }

    /// <summary>Safe text, broken between words. PowerShell itself breaks a table's cells wherever the column ends, in the
    /// middle of a word or of an address.</summary>
    /// <param name="value">The text.</param>
    /// <param name="before">How many columns the view takes on its left.</param>
    public static string Wrap(object? value, int before) => Fit(value, Width(before));

    /// <summary>Safe text of a single line: its line ends and tabs are blanks.</summary>
    public static string Line(object? value) => Clean(value).ReplaceLineEndings(" ").Replace('\t', ' ');

    /// <summary>Safe text in a column of that width, broken between words.</summary>
    public static string Fit(object? value, int width) =>
        string.Join('\n', Clean(value).Split('\n').SelectMany(line => Broken(line, width)));

    /// <summary>Where a route leads: proxy_pass, and the servers behind it where that names a group.</summary>
    public static string Upstream(ProxyRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return route.Group is null ? Clean(route.Pass) : $"{Clean(route.Pass)} ({Join(route.Upstream)})";
    }

    /// <summary>Several texts in one cell.</summary>
    public static string Join(IEnumerable<object?>? values) => string.Join(", ", (values ?? []).Select(Clean));

    /// <summary>Several texts under each other, each broken between words.</summary>
    public static string Lines(IEnumerable<object?>? values, int before) =>
        string.Join('\n', (values ?? []).Select(v => Wrap(v, before)));

    /// <summary>An address with its port, as it is typed in a browser; a dash without an address.</summary>
    public static string EndPoint(IPAddress? address, int port)
    {
        if (address is null)
        {
            return port > 0 ? $"*:{port}" : "-";
        }

        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? $"[{address}]:{port}"
            : $"{address}:{port}";
    }

    /// <summary>Who takes connections in the container, and where.</summary>
    public static string Listener(ContainerPort port)
    {
        ArgumentNullException.ThrowIfNull(port);
        if (port.Listener is null)
        {
            return port.Running ? "-" : "(not running)";
        }

        return $"{Clean(port.Listener.ProcessName)} {EndPoint(port.Listener.Address, port.Listener.Port)}".Trim();
    }

    /// <summary>The ranges of a network.</summary>
    public static string Subnets(ContainerNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return string.Join(", ", network.Subnets.Select(s => s.Subnet));
    }

    /// <summary>What a zone lets in: ports, then services.</summary>
    public static string Openings(FirewallZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ZoneSettings? settings = zone.Active ?? zone.Persistent;
        return settings is null ? "" : Lines(settings.Ports.Concat(settings.Services), before: 73);
    }

    /// <summary>A severity in its colour.</summary>
    public static string Severity(Severity severity) => severity switch
    {
        Findings.Severity.Error => $"{Red}{severity}{Reset}",
        Findings.Severity.Warning => $"{Yellow}{severity}{Reset}",
        _ => severity.ToString(),
    };

    /// <summary>The outcome of a probe in its colour.</summary>
    public static string State(PortState state) => state switch
    {
        PortState.Open => $"{Green}{state}{Reset}",
        PortState.Unknown => $"{Yellow}{state}{Reset}",
        _ => $"{Red}{state}{Reset}",
    };

    /// <summary>What a WebSocket client met, in its colour.</summary>
    public static string State(WebSocketState state) => state switch
    {
        WebSocketState.Open => $"{Green}{state}{Reset}",
        WebSocketState.Unknown => $"{Yellow}{state}{Reset}",
        _ => $"{Red}{state}{Reset}",
    };

    /// <summary>Headers, one a line.</summary>
    public static string Headers(IEnumerable<KeyValuePair<string, string>>? headers) =>
        string.Join('\n', (headers ?? []).Select(h => Line($"{h.Key}: {h.Value}")));

    /// <summary>How many columns are left of the terminal.</summary>
    /// <param name="before">How many columns the view takes on its left.</param>
    internal static int Width(int before) => Math.Max(NarrowestCell, Columns() - before);

    /// <summary>Can the terminal show more than ASCII?</summary>
    internal static bool IsUnicode => Console.OutputEncoding.CodePage == Utf8;

    private static IEnumerable<string> Broken(string line, int width)
    {
        while (line.Length > width)
        {
            int space = line.LastIndexOf(' ', width);
            if (space <= 0)
            {
                break;
            }

            yield return line[..space];
            line = line[(space + 1)..];
        }

        yield return line;
    }

    /// <summary>The width of the terminal, less the column that PowerShell leaves free; where there is none, the width that
    /// the views are made for.</summary>
    private static int Columns()
    {
        int width = Console.IsOutputRedirected ? 0 : Console.WindowWidth;
        return (width > 0 ? width : UsualColumns) - 1;
    }

    /// <summary>Controls the terminal, or turns the reading direction of what follows on the line.</summary>
    private static bool IsUnsafe(char character) => (char.IsControl(character) && character is not ('\n' or '\t'))
        || character is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
