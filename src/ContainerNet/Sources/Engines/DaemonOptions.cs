using System.Globalization;
using System.Text;
using System.Text.Json;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Engines;

/// <summary>The options of dockerd, from daemon.json and its command line.</summary>
public static class DaemonOptions
{
    private const string DefaultFile = "/etc/docker/daemon.json";

    /// <summary>Reads both; the process id is null when the daemon was not found.</summary>
    public static Reading<EngineOptions> Read(IHost host, int? processId)
    {
        List<string> sources = [];
        List<Gap> gaps = [];
        IReadOnlyDictionary<string, string> flags = new Dictionary<string, string>();
        bool known = false;
        if (processId is int id)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/cmdline");
            FileReading line = host.ReadFile(path);
            if (line.IsRead)
            {
                flags = ParseCommandLine(line.Content);
                sources.Add($"command line of dockerd ({path})");
                known = true;
            }
        }

        string file = flags.GetValueOrDefault("config-file", DefaultFile);
        FileReading reading = host.ReadFile(file);
        EngineOptions options = new();
        if (reading.IsRead && Parse(reading.Content) is { } parsed)
        {
            options = parsed;
            sources.Insert(0, file);
            known = true;
        }
        else if (reading.Status != FileStatus.Absent)
        {
            known = false;
            gaps.Add(Unread(file, reading));
        }

        return new Reading<EngineOptions>(Apply(options, flags) with { Source = sources, Known = known }, gaps);
    }

    /// <summary>The options in a daemon.json; null when it is not the JSON that dockerd takes.</summary>
    public static EngineOptions? Parse(ReadOnlyMemory<byte> json)
    {
        if (json.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new EngineOptions();
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            Dictionary<string, string> values = new(StringComparer.Ordinal);
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.String)
                {
                    values[property.Name] = property.Value.ToString();
                }
            }

            return Apply(new EngineOptions(), values);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The flags of a command line as /proc gives it, null characters between the words.</summary>
    public static IReadOnlyDictionary<string, string> ParseCommandLine(ReadOnlySpan<byte> content)
    {
        string[] words = Encoding.UTF8.GetString(content).TrimEnd('\0').Split('\0');
        Dictionary<string, string> flags = new(StringComparer.Ordinal);
        for (int index = 1; index < words.Length; index++)
        {
            if (!words[index].StartsWith("--", StringComparison.Ordinal))
            {
                continue;
            }

            string word = words[index][2..];
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0)
            {
                flags[word[..equals]] = word[(equals + 1)..];
            }
            else if (word is "config-file" or "firewall-backend" or "bridge-accept-fwmark" && index + 1 < words.Length)
            {
                flags[word] = words[++index];
            }
            else
            {
                // A switch takes its value after '=' only; alone it means true.
                flags[word] = "true";
            }
        }

        return flags;
    }

    private static EngineOptions Apply(EngineOptions options, IReadOnlyDictionary<string, string> values) => options with
    {
        Iptables = Switch(values, "iptables") ?? options.Iptables,
        Ip6tables = Switch(values, "ip6tables") ?? options.Ip6tables,
        UserlandProxy = Switch(values, "userland-proxy") ?? options.UserlandProxy,
        Icc = Switch(values, "icc") ?? options.Icc,
        IpMasq = Switch(values, "ip-masq") ?? options.IpMasq,
        IpForward = Switch(values, "ip-forward") ?? options.IpForward,
        IpForwardNoDrop = Switch(values, "ip-forward-no-drop") ?? options.IpForwardNoDrop,
        LiveRestore = Switch(values, "live-restore") ?? options.LiveRestore,
        AllowDirectRouting = Switch(values, "allow-direct-routing") ?? options.AllowDirectRouting,
        FirewallBackend = values.TryGetValue("firewall-backend", out string? backend)
            ? EngineText.Clean(backend)
            : options.FirewallBackend,
        BridgeAcceptFwmark = values.TryGetValue("bridge-accept-fwmark", out string? mark)
            ? EngineText.Clean(mark)
            : options.BridgeAcceptFwmark,
    };

    /// <summary>As Go's strconv.ParseBool reads it; null when it is not named or no truth value.</summary>
    private static bool? Switch(IReadOnlyDictionary<string, string> values, string name) =>
        values.TryGetValue(name, out string? text)
            ? text switch
            {
                "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
                "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
                _ => null,
            }
            : null;

    private static Gap Unread(string file, FileReading reading) => new()
    {
        Facts = FactKinds.Engines,
        Source = EngineText.Clean(file),
        Reason = reading.IsRead
            ? "it is not the JSON that dockerd takes, so the daemon's options are not known (and its next start will fail)"
            : reading.Error,
        Remedy = reading.Status == FileStatus.Denied
            ? "Run as root."
            : "Mend the file: dockerd --validate says what is wrong with it.",
        Partial = true,
    };
}
