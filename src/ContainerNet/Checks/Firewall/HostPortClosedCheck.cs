using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Checks.Firewall;

/// <summary>firewalld closes a port that ends on the host: engines open ports for their bridges only.</summary>
internal sealed class HostPortClosedCheck : ICheck
{
    internal static readonly FindingDescriptor Closed = new(
        "CN3006",
        "firewalld closes the host port",
        Severity.Error,
        "Port {0} of {1} ends on the host ({2}), and zone {3} of {4} does not open it.");

    public IReadOnlyList<FindingDescriptor> Reports => [Closed];

    public FactKinds Needs =>
        FactKinds.Engines | FactKinds.Listeners | FactKinds.Firewall | FactKinds.Firewalld | FactKinds.Links;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        if (facts.Firewalld is not { Running: true } firewalld)
        {
            yield break;
        }

        RuleTrial rules = RuleTrial.Of(facts);
        foreach ((string engine, string container, int port, Protocol protocol, string how) in HostPaths.Of(facts))
        {
            foreach (Link uplink in facts.Uplinks())
            {
                Packet packet = BridgeTraffic.ToHost(facts, uplink, address: null, port, protocol);
                if (FirewalldTables.Walk(facts, PacketHook.Input, packet, rules) is { IsDrop: true, IsCertain: true } outcome)
                {
                    Finding finding = About(firewalld, uplink, container, port, protocol, how, outcome);
                    yield return finding with
                    {
                        Engine = engine,
                        Evidence = [.. Listener(facts, container, port, protocol), .. finding.Evidence],
                    };
                    break;
                }
            }
        }
    }

    private static IEnumerable<Evidence> Listener(Snapshot facts, string container, int port, Protocol protocol) =>
        from listener in facts.Containers.Where(c => Questions.Is(c.Name, container)).SelectMany(c => c.Listeners ?? []).Take(1000)
        where listener.Port == port && listener.Protocol == protocol && !listener.IsLoopback
        select Questions.Read(
            $"/proc/{listener.ProcessId}/net/{protocol.ToString().ToLowerInvariant()}",
            $"{listener.ProcessName} (process {listener.ProcessId}) listens on {Questions.AddressText(listener.Address, port)}");

    private static Finding About(
        Firewalld firewalld, Link uplink, string container, int port, Protocol protocol, string how, Outcome outcome)
    {
        string text = Questions.PortText(port, protocol);
        string zone = firewalld.ZoneOf(uplink.Name)?.Name ?? firewalld.DefaultZone ?? "unknown";
        return Closed.About($"port {text} of {container}", text, container, how, zone, uplink.Name) with
        {
            Container = container,
            Port = port,
            Protocol = protocol,
            Interface = uplink.Name,
            Evidence =
            [
                Questions.Read(
                    "org.fedoraproject.FirewallD1.zone.getZoneSettings2 on D-Bus",
                    $"zone {zone}: ports {Questions.Names(firewalld.ZoneOf(uplink.Name)?.Active?.Ports ?? [])}, "
                    + $"services {Questions.Names(firewalld.ZoneOf(uplink.Name)?.Active?.Services ?? [])}"),
                .. RuleTexts.Evidence(outcome),
            ],
            Remedy = $"firewall-cmd --zone={zone} --add-port={text}\nfirewall-cmd --permanent --zone={zone} --add-port={text}",
            Repairable = true,
        };
    }
}
