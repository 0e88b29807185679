using System.Xml;
using System.Xml.Linq;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Firewalld;

/// <summary>What firewalld's files say: firewalld.conf(5), firewalld.zone(5), firewalld.service(5), firewalld.direct(5). A file
/// under /etc replaces the one of the same name under /usr/lib.</summary>
internal sealed class FirewalldFiles
{
    private const string Own = "/etc/firewalld";
    private const string Shipped = "/usr/lib/firewalld";

    private readonly IHost _host;
    private readonly Dictionary<string, IReadOnlyList<string>> _services = [];
    private readonly List<Gap> _gaps = [];

    private FirewalldFiles(IHost host) => _host = host;

    public IReadOnlyList<Gap> Gaps => _gaps;

    public string? Backend { get; private set; }

    public string? DefaultZone { get; private set; }

    public bool HasDirectRules { get; private set; }

    public bool FlushAllOnReload { get; private set; } = true;

    public bool StrictForwardPorts { get; private set; }

    public Dictionary<string, ZoneSettings> Zones { get; } = [];

    public static FirewalldFiles Read(IHost host)
    {
        FirewalldFiles files = new(host);
        files.ReadConfiguration();
        XElement? direct = files.ReadXml($"{Own}/direct.xml");
        files.HasDirectRules = direct?.Elements().Any(e => e.Name.LocalName is "rule" or "chain" or "passthrough") == true;
        foreach (string name in files.ZoneNames())
        {
            if (files.ReadXml("zones", name) is XElement zone)
            {
                files.Zones[name] = files.Zone(zone);
            }
        }

        return files;
    }

    /// <summary>The ports that services stand for.</summary>
    public IReadOnlyList<string> PortsOf(IEnumerable<string> services) => [.. services.SelectMany(ServicePorts).Distinct()];

    private void ReadConfiguration()
    {
        FileReading file = _host.ReadFile($"{Own}/firewalld.conf");
        if (file.Status is FileStatus.Denied or FileStatus.Unreadable)
        {
            AddGap($"{Own}/firewalld.conf", file.Error);
        }

        foreach (string line in file.Text.Split('\n'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || line.StartsWith('#'))
            {
                continue;
            }

            string value = line[(equals + 1)..].Trim();
            switch (line[..equals].Trim())
            {
                case "DefaultZone":
                    DefaultZone = value;
                    break;
                case "FirewallBackend":
                    Backend = value;
                    break;
                case "FlushAllOnReload":
                    FlushAllOnReload = IsYes(value);
                    break;
                case "StrictForwardPorts":
                    StrictForwardPorts = IsYes(value);
                    break;
            }
        }

        // Without a file or a line, firewalld's own defaults hold.
        Backend ??= "nftables";
        DefaultZone ??= "public";
    }

    private IEnumerable<string> ZoneNames() => new[] { $"{Own}/zones", $"{Shipped}/zones" }
        .SelectMany(folder => _host.ListDirectory(folder) ?? [])
        .Where(file => file.EndsWith(".xml", StringComparison.Ordinal))
        .Select(file => file[..^4])
        .Distinct();

    private ZoneSettings Zone(XElement zone)
    {
        string[] services = Names(zone, "service");
        return new ZoneSettings
        {
            Target = zone.Attribute("target")?.Value ?? "default",
            Interfaces = Names(zone, "interface"),
            Sources = [.. zone.Elements("source").Select(e => (e.Attribute("address") ?? e.Attribute("mac") ?? e.Attribute("ipset"))?.Value).OfType<string>()],
            Ports = Ports(zone),
            Services = services,
            ServicePorts = PortsOf(services),
            RichRules = [.. zone.Elements("rule").Select(RichRuleText.Of)],
            ForwardPorts = [.. zone.Elements("forward-port").Select(e => ForwardPort(
                [e.Attribute("port")?.Value, e.Attribute("protocol")?.Value, e.Attribute("to-port")?.Value, e.Attribute("to-addr")?.Value]))],
            Masquerade = zone.Element("masquerade") is not null,
            Forward = zone.Element("forward") is not null,
        };
    }

    private IReadOnlyList<string> ServicePorts(string service)
    {
        if (!_services.TryGetValue(service, out IReadOnlyList<string>? ports))
        {
            // A service name comes from a file or from D-Bus and becomes a path: one that is no plain name has no file.
            XElement? file = service.Contains('/', StringComparison.Ordinal)
                ? null
                : ReadXml("services", service);
            // Before its includes are read, which may lead back to it.
            _services[service] = [];
            ports = file is null ? [] : [.. Ports(file), .. file.Elements("include")
                .Select(e => e.Attribute("service")?.Value).OfType<string>().SelectMany(ServicePorts)];
            _services[service] = ports;
        }

        return ports;
    }

    private static string[] Names(XElement parent, string element) =>
        [.. parent.Elements(element).Select(e => e.Attribute("name")?.Value).OfType<string>()];

    private static string[] Ports(XElement parent) =>
        [.. parent.Elements("port").Select(e => $"{e.Attribute("port")?.Value}/{e.Attribute("protocol")?.Value}")];

    /// <summary>A forwarded port as firewall-cmd prints it: "port=80:proto=tcp:toport=8080:toaddr=192.0.2.9".</summary>
    public static string ForwardPort(IReadOnlyList<string?> parts) => string.Join(':', ((string[])["port", "proto", "toport", "toaddr"])
        .Zip(parts, (name, value) => $"{name}={value}"));

    // A file of one's own that cannot be read says nothing, and the shipped one of the same name is not in force.
    private XElement? ReadXml(string kind, string name)
    {
        string own = $"{Own}/{kind}/{name}.xml";
        return _host.ReadFile(own).Status == FileStatus.Absent ? ReadXml($"{Shipped}/{kind}/{name}.xml") : ReadXml(own);
    }

    private static bool IsYes(string value) => value.ToLowerInvariant() is "yes" or "true" or "1";

    private XElement? ReadXml(string path)
    {
        FileReading file = _host.ReadFile(path);
        if (!file.IsRead)
        {
            if (file.Status != FileStatus.Absent)
            {
                // Without root the whole folder is closed: one gap says so, not one for each file.
                AddGap(file.Status == FileStatus.Denied ? path[..path.LastIndexOf('/')] : path, file.Error);
            }

            return null;
        }

        try
        {
            using MemoryStream stream = new(file.Content);
            using XmlReader reader = XmlReader.Create(
                stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader).Root;
        }
        catch (XmlException exception)
        {
            AddGap(path, exception.Message);
            return null;
        }
    }

    private void AddGap(string path, string reason)
    {
        Gap gap = new()
        {
            Facts = FactKinds.Firewalld,
            Source = path,
            Reason = reason,
            Remedy = "Run as root; a damaged file is mended with firewall-cmd --check-config.",
            Partial = true,
        };
        if (!_gaps.Any(g => g.Source == gap.Source && g.Reason == gap.Reason))
        {
            _gaps.Add(gap);
        }
    }
}
