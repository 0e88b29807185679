using System.Globalization;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>A port is open in firewalld's run-time configuration and not in the files, or the reverse: the next reload changes it.</summary>
internal sealed class ZoneDriftCheck : ICheck
{
    internal static readonly FindingDescriptor Drift = new(
        "CN3007", "firewalld's run-time and permanent configuration differ", Severity.Warning, "Port {0} is {1} in zone {2}: {3}")
    {
        Latent = true,
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Drift];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Listeners | FactKinds.Firewalld;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        if (facts.Firewalld is not { Running: true } firewalld)
        {
            yield break;
        }

        foreach (FirewallZone zone in firewalld.Zones)
        {
            if (zone is not { Active: { } active, Persistent: { } persistent })
            {
                continue;
            }

            foreach (string port in active.Ports.Except(persistent.Ports, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                yield return About(facts, zone, port, activeOnly: true);
            }

            foreach (string port in persistent.Ports.Except(active.Ports, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                yield return About(facts, zone, port, activeOnly: false);
            }
        }
    }

    private static Finding About(Snapshot facts, FirewallZone zone, string port, bool activeOnly)
    {
        (string Engine, string Container, int Port, Protocol Protocol) user = UserOf(facts, port);
        bool used = user.Container is not null;
        string effect = activeOnly
            ? (used ? $"{user.Container} is cut off" : "it is closed") + " at the next reload or restart of firewalld."
            : "it opens at the next reload of firewalld.";
        return Drift.About($"zone {zone.Name}, port {port}", port, activeOnly ? "open at run time only" : "open in the files only", zone.Name, effect)
            with
        {
            Severity = used && activeOnly ? Severity.Warning : Severity.Info,
            Engine = user.Engine,
            Container = user.Container,
            Port = used ? user.Port : SinglePort(port),
            Protocol = used ? user.Protocol : ProtocolOf(port),
            Evidence =
            [
                Questions.Read("org.fedoraproject.FirewallD1.zone.getZoneSettings2 on D-Bus", Ports(zone.Active)),
                Questions.Read("org.fedoraproject.FirewallD1.config.zone.getSettings2 on D-Bus", Ports(zone.Persistent)),
            ],
            Remedy = activeOnly
                ? $"firewall-cmd --permanent --zone={zone.Name} --add-port={port}"
                : $"firewall-cmd --zone={zone.Name} --add-port={port}",
            Repairable = SinglePort(port) is not null,
        };
    }

    private static (string Engine, string Container, int Port, Protocol Protocol) UserOf(Snapshot facts, string text) =>
        HostPaths.Of(facts).Select(p => (p.Engine, p.Container, p.Port, p.Protocol))
            .Concat(facts.PublishedPorts().Select(p => (p.Engine, p.Container, Port: p.HostPort, p.Protocol)))
            .FirstOrDefault(p => Covers(text, p.Port, p.Protocol));

    private static bool Covers(string text, int port, Protocol protocol)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string[] ends = text[..(slash < 0 ? text.Length : slash)].Split('-');
        return ProtocolOf(text) == protocol && ends.Length <= 2
            && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last)
            && port >= first && port <= last;
    }

    private static int? SinglePort(string text) => int.TryParse(
        text.Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int port) ? port : null;

    private static Protocol? ProtocolOf(string text) =>
        text.EndsWith("/tcp", StringComparison.Ordinal) ? Protocol.Tcp
        : text.EndsWith("/udp", StringComparison.Ordinal) ? Protocol.Udp
        : text.EndsWith("/sctp", StringComparison.Ordinal) ? Protocol.Sctp
        : null;

    private static string Ports(ZoneSettings? settings) =>
        settings is { Ports.Count: > 0 } ? $"ports {Questions.Names(settings.Ports)}" : "no ports";
}
