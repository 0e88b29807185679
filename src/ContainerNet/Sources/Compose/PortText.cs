using System.Globalization;
using System.Net;
using ContainerNet.Model.Compose;
using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Sources.Compose;

/// <summary>Reads ports as compose and Docker do: "8080:80", "127.0.0.1:8000-8010:8000-8010/udp", 80, or a mapping.</summary>
internal static class PortText
{
    private const int Highest = 65535;

    /// <summary>The ports that an entry of the list stands for.</summary>
    public static IEnumerable<ComposePort> Parse(YamlNode entry) => entry switch
    {
        YamlMapping mapping => [Long(mapping)],
        YamlScalar { IsNull: false, IsBoolean: false } scalar => Short(scalar),
        _ => throw YamlText.Fault(entry.Start, $"a port was expected here, and not {entry.Kind}"),
    };

    private static IEnumerable<ComposePort> Short(YamlScalar entry)
    {
        string text = entry.Integer is long number ? number.ToString(CultureInfo.InvariantCulture) : entry.Value;
        int last = text.LastIndexOf(':');
        int middle = last > 0 ? text.LastIndexOf(':', last - 1) : -1;
        string inside = text[(last + 1)..];
        string outside = last < 0 ? "" : text[(middle + 1)..last];
        string address = middle < 0 ? "" : text[..middle];
        string[] parts = inside.Split('/', 2);
        string protocol = parts.Length > 1 && parts[1].Length > 0 ? parts[1].ToLowerInvariant() : "tcp";
        if (protocol is not ("tcp" or "udp" or "sctp"))
        {
            throw YamlText.Fault(entry.Start, $"'{text}': {protocol} is no protocol that has ports");
        }

        (int first, int end) = Range(parts[0], text, entry);
        (int firstOutside, int endOutside) = outside.Length == 0 ? (0, 0) : Range(outside, text, entry);
        bool isRange = end > first;
        if (isRange && outside.Length > 0 && end - first != endOutside - firstOutside)
        {
            throw YamlText.Fault(entry.Start, $"'{text}': the ranges {outside} and {parts[0]} are not of one length");
        }

        if (address.Contains(':', StringComparison.Ordinal) && address[0] != '[')
        {
            throw YamlText.Fault(entry.Start, $"'{text}': an IPv6 address stands in brackets here: [{address}]");
        }

        IPAddress? host = address.Length == 0 ? null : Address(address, text, entry);
        for (int i = 0; i <= end - first; i++)
        {
            yield return new ComposePort
            {
                Port = first + i,
                Protocol = protocol,
                HostAddress = host,
                HostPort = outside.Length == 0 ? 0 : firstOutside + i,
                LastHostPort = outside.Length == 0 ? 0 : isRange ? firstOutside + i : endOutside,
                Source = entry.Start,
            };
        }
    }

    private static ComposePort Long(YamlMapping entry)
    {
        string target = Text(entry, "target") ?? throw YamlText.Fault(entry.Start, "a port must name its target");
        string published = Text(entry, "published") ?? "";
        string address = Text(entry, "host_ip") ?? "";
        string protocol = Text(entry, "protocol") ?? "tcp";
        (int first, int last) = published.Length == 0 ? (0, 0) : Range(published, published, entry["published"]!);
        (int port, int end) = Range(target, target, entry["target"]!);
        return port != end ? throw YamlText.Fault(entry["target"]!.Start, $"'{target}': a target is one port") : new ComposePort
        {
            Port = port,
            Protocol = protocol,
            HostAddress = address.Length == 0 ? null : Address(address, address, entry["host_ip"]!),
            HostPort = first,
            LastHostPort = last,
            Mode = Text(entry, "mode") ?? "ingress",
            Source = entry.Start,
        };
    }

    private static string? Text(YamlMapping entry, string key) => entry[key] switch
    {
        null or YamlScalar { IsNull: true } => null,
        YamlScalar { IsBoolean: false } scalar => scalar.Integer is long number ? number.ToString(CultureInfo.InvariantCulture) : scalar.Value,
        YamlNode other => throw YamlText.Fault(other.Start, $"{key} must be a number or a text, and not {other.Kind}"),
    };

    private static IPAddress Address(string address, string text, YamlNode entry)
    {
        string bare = address is ['[', .., ']'] ? address[1..^1] : address;

        // IPAddress takes "1" for 0.0.0.1; Go, and so Docker, does not.
        return IPAddress.TryParse(bare, out IPAddress? parsed) && (bare.Contains(':', StringComparison.Ordinal) || bare.Count(c => c == '.') == 3)
            ? parsed : throw YamlText.Fault(entry.Start, $"'{text}': {address} is no IP address");
    }

    private static (int First, int Last) Range(string range, string text, YamlNode entry)
    {
        if (range.Length == 0)
        {
            throw YamlText.Fault(entry.Start, $"'{text}' names no port of the container");
        }

        string[] ends = range.Split('-');
        int first = Number(ends[0], text, entry);
        int last = ends.Length == 1 ? first : Number(ends[1], text, entry);
        return ends.Length > 2 || last < first
            ? throw YamlText.Fault(entry.Start, $"'{text}': {range} is no range of ports") : (first, last);
    }

    private static int Number(string digits, string text, YamlNode entry) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= Highest
            ? port : throw YamlText.Fault(entry.Start, $"'{text}': {digits} is no port: ports go up to {Highest}");
}
