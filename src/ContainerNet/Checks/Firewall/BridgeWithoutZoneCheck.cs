using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Checks.Firewall;

/// <summary>
/// firewalld runs and a bridge is in no zone that lets it forward. firewalld judges after the engine's rules and rejects what
/// it does not know; translated connections pass (ct status dnat), so published ports may work while containers reach nothing.
/// </summary>
internal sealed class BridgeWithoutZoneCheck : ICheck
{
    internal static readonly FindingDescriptor NoZone = new(
        "CN3005",
        "firewalld rejects what the bridge forwards",
        Severity.Error,
        "Bridge {0} of network {1} is in {2}, and firewalld {3}: {4}");

    public IReadOnlyList<FindingDescriptor> Reports => [NoZone];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Firewall | FactKinds.Firewalld | FactKinds.Links;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        if (facts.Firewalld is not { Running: true } firewalld)
        {
            yield break;
        }

        RuleTrial rules = RuleTrial.Of(facts);
        foreach (ContainerNetwork network in facts.NetworksInUse())
        {
            Outcome? outbound = Worst(BridgeTraffic.Outbound(facts, network)
                .Select(t => FirewalldTables.Walk(facts, PacketHook.Forward, t.Packet, rules)));
            Outcome? inbound = Worst(BridgeTraffic.Inbound(facts, network)
                .Select(t => FirewalldTables.Walk(facts, PacketHook.Forward, t.Packet, rules)));
            if (outbound is { IsDrop: true } || inbound is { IsDrop: true })
            {
                yield return About(firewalld, network, outbound, inbound);
            }
            else if (outbound is null or { Verdict: RuleAction.Unknown } && !IsTrusted(firewalld, network))
            {
                yield return Guess(firewalld, network, outbound);
            }
        }
    }

    private static Finding About(Firewalld firewalld, ContainerNetwork network, Outcome? outbound, Outcome? inbound)
    {
        bool both = outbound is { IsDrop: true } && inbound is { IsDrop: true };
        string effect = both ? "its containers reach nothing outside, and published ports do not answer."
            : inbound is { IsDrop: true } ? "published ports do not answer other machines."
            : "its containers reach nothing outside (what is translated for published ports, firewalld lets pass).";
        Outcome drop = outbound is { IsDrop: true } ? outbound : inbound!;
        return NoZone.About($"network {network.Name}", network.Bridge!, network.Name, ZoneText(firewalld, network), "rejects it", effect)
            with
        {
            Engine = network.Engine,
            Network = network.Name,
            Interface = network.Bridge,
            Evidence =
            [
                Questions.Read("org.fedoraproject.FirewallD1.zone.getActiveZones on D-Bus", $"{network.Bridge}: {ZoneText(firewalld, network)}"),
                .. RuleTexts.Evidence(drop),
            ],
            Remedy = Remedy(firewalld, network),
            Repairable = true,
        };
    }

    private static Finding Guess(Firewalld firewalld, ContainerNetwork network, Outcome? doubt) => NoZone.About(
        $"network {network.Name}",
        network.Bridge!,
        network.Name,
        ZoneText(firewalld, network),
        "may reject it",
        "its rules could not be followed to the end, and the zone does not accept by itself.") with
    {
        Severity = Severity.Info,
        Engine = network.Engine,
        Network = network.Name,
        Interface = network.Bridge,
        Evidence =
        [
            Questions.Read("org.fedoraproject.FirewallD1.zone.getActiveZones on D-Bus", $"{network.Bridge}: {ZoneText(firewalld, network)}"),
            .. doubt is null ? [] : RuleTexts.Evidence(doubt),
        ],
        Remedy = Remedy(firewalld, network),
    };

    private static Outcome? Worst(IEnumerable<Outcome?> outcomes) => outcomes.OfType<Outcome>()
        .OrderByDescending(o => o.IsDrop).ThenByDescending(o => o.Verdict == RuleAction.Unknown).FirstOrDefault();

    private static bool IsTrusted(Firewalld firewalld, ContainerNetwork network) =>
        Questions.Is(firewalld.ZoneOf(network.Bridge!)?.Active?.Target, "ACCEPT")
        || network.Subnets.All(s => firewalld.Zones.Any(z => z.Active is { Target: "ACCEPT" } active
            && active.Sources.Contains(s.Subnet.ToString(), StringComparer.Ordinal)));

    private static string ZoneText(Firewalld firewalld, ContainerNetwork network)
    {
        FirewallZone? zone = firewalld.ZoneOf(network.Bridge!);
        return zone is null ? "no zone"
            : zone.Active?.Interfaces.Contains(network.Bridge!, StringComparer.Ordinal) == true ? $"zone {zone.Name}"
            : $"no zone of its own, so {zone.Name} decides";
    }

    private static string Remedy(Firewalld firewalld, ContainerNetwork network)
    {
        string zone = firewalld.Zones.Any(z => Questions.Is(z.Name, "docker")) ? "docker" : "trusted";
        return $"firewall-cmd --zone={zone} --add-interface={network.Bridge}\n"
            + $"firewall-cmd --permanent --zone={zone} --add-interface={network.Bridge}\n"
            + "or restart the engine now that firewalld is up: it then binds its bridges itself.";
    }
}
