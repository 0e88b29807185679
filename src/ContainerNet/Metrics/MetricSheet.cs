using System.Globalization;
using System.Text;
using ContainerNet.Checks;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Metrics;

/// <summary>Findings, forwarding and reachability of hosts as metrics in text exposition format, for a textfile collector.</summary>
public sealed class MetricSheet
{
    private static readonly MetricFamily s_findings = new("containernet_findings", "Findings by code and severity; no sample where there is none.");

    private static readonly MetricFamily s_forwarding = new(
        "containernet_forwarding_enabled", "Does the host forward packets (net.ipv4.ip_forward, net.ipv6.conf.all.forwarding)?");

    private static readonly MetricFamily s_reachable = new(
        "containernet_published_port_reachable",
        "Does a packet to the published port get through, and the answer back? Predicted from the host's facts, nothing is sent; no sample where it cannot be told.");

    private static readonly MetricFamily s_unknown = new(
        "containernet_published_port_paths_unknown", "Predicted paths to published ports of which it cannot be told whether packets get through.");

    private static readonly MetricFamily s_gaps = new("containernet_gaps", "Things of the host that could not be looked at.");

    private static readonly MetricFamily s_collected = new(
        "containernet_collected_timestamp_seconds", "When the host was looked at; time() minus this is the age of all other samples.");

    private readonly List<(MetricFamily Family, string Labels, double Value)> _samples = [];
    private readonly Dictionary<(string Host, string Code, Severity Severity), int> _findings = [];

    /// <summary>Adds a host: it is diagnosed, and the paths to its ports are predicted.</summary>
    public void Add(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        string host = snapshot.Host.Name;
        (Diagnosis diagnosis, IReadOnlyList<PacketPath> paths) = Diagnoser.Walk(snapshot);
        foreach (Finding finding in diagnosis.Findings)
        {
            Add(host, finding.Code, finding.Severity);
        }

        Sample(s_collected, snapshot.CollectedAt.ToUnixTimeMilliseconds() / 1000.0, ("host", host));
        Sample(s_gaps, snapshot.Gaps.Count, ("host", host));
        foreach ((string family, string key) in s_forwardingKeys)
        {
            if (snapshot.SettingNumber(key) is { } value)
            {
                Sample(s_forwarding, value > 0 ? 1 : 0, ("host", host), ("family", family));
            }
        }

        AddPorts(snapshot, host, paths);
    }

    /// <summary>Adds a finding of a host.</summary>
    public void Add(string host, string code, Severity severity) =>
        _findings[(host, code, severity)] = _findings.GetValueOrDefault((host, code, severity)) + 1;

    /// <summary>All of it, in UTF-8.</summary>
    public byte[] Write()
    {
        IEnumerable<(MetricFamily Family, string Labels, double Value)> findings = _findings
            .Select(f => (s_findings, Labels(("host", f.Key.Host), ("code", f.Key.Code), ("severity", f.Key.Severity.ToString())), (double)f.Value));
        StringBuilder text = new();
        foreach (MetricFamily family in s_families)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {family.Name} {Escaped(family.Help, isHelp: true)}\n# TYPE {family.Name} gauge\n");
            foreach ((_, string labels, double value) in _samples.Concat(findings).Where(s => s.Family == family).OrderBy(s => s.Labels, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"{family.Name}{labels} {value}\n");
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private void AddPorts(Snapshot snapshot, string host, IReadOnlyList<PacketPath> paths)
    {
        if (!Diagnoser.CanWalk(snapshot))
        {
            return;
        }

        int unknown = 0;

        // A port that is published twice, on two addresses, is reachable when one of them is.
        foreach (IGrouping<string, PathVerdict> same in PredictedPaths.Inward(snapshot).Zip(paths)
            .Where(asked => asked.First.Receiver is not null).Select(asked => asked.Second)
            .GroupBy(
                p => Labels(("host", host), ("container", p.Container ?? ""), ("port", p.Port?.ToString(CultureInfo.InvariantCulture) ?? ""),
                    ("protocol", p.Protocol.ToString().ToLowerInvariant()), ("vantage", p.From)),
                p => p.Verdict, StringComparer.Ordinal))
        {
            if (same.All(v => v == PathVerdict.Unknown))
            {
                unknown++;
            }
            else
            {
                _samples.Add((s_reachable, same.Key, same.Contains(PathVerdict.Delivered) ? 1 : 0));
            }
        }

        Sample(s_unknown, unknown, ("host", host));
    }

    private void Sample(MetricFamily family, double value, params (string Name, string Value)[] labels) =>
        _samples.Add((family, Labels(labels), value));

    private static string Labels(params (string Name, string Value)[] labels) =>
        $"{{{string.Join(',', labels.Select(l => $"{l.Name}=\"{Escaped(l.Value, isHelp: false)}\""))}}}";

    /// <summary>Names come from containers: what is no text is not let into the file.</summary>
    private static string Escaped(string text, bool isHelp)
    {
        StringBuilder result = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            string shown = rune.Value switch
            {
                '\\' => "\\\\",
                '\n' => "\\n",
                '"' when !isHelp => "\\\"",
                _ when Rune.IsControl(rune) => "\uFFFD",
                _ => rune.ToString(),
            };
            result.Append(shown);
        }

        return result.ToString();
    }

    private static readonly MetricFamily[] s_families = [s_collected, s_findings, s_forwarding, s_gaps, s_unknown, s_reachable];

    private static readonly (string Family, string Key)[] s_forwardingKeys =
        [("IPv4", "net.ipv4.ip_forward"), ("IPv6", "net.ipv6.conf.all.forwarding")];
}
