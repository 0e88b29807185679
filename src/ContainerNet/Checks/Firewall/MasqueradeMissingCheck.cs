using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Checks.Firewall;

/// <summary>
/// A network whose containers' addresses mean nothing outside this host lives from masquerading. Followed through everything that
/// is called for a packet on its way out: where no rule rewrites the source, it leaves with an address that nobody can answer.
/// </summary>
internal sealed class MasqueradeMissingCheck : ICheck
{
    internal static readonly FindingDescriptor Missing = new(
        "CN3009",
        "Nothing masquerades what a network sends out",
        Severity.Error,
        "What containers of network {0} send to other machines leaves by {1} with the source {2}, to which no answer comes back: "
            + "no rule masquerades it.")
    {
        ExplainedBy = ["CN3001", "CN3011"],
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Missing];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Firewall | FactKinds.Links;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        // Any table may masquerade, so that all of them must have been read.
        if (!facts.SawAllIptables() || facts.Gaps.Any(g => (g.Facts & FactKinds.Firewall) != FactKinds.None
            && g.Source.StartsWith("nft", StringComparison.Ordinal)))
        {
            yield break;
        }

        RuleTrial rules = RuleTrial.Of(facts);
        foreach (ContainerNetwork network in facts.NetworksInUse().Where(IsPromised))
        {
            foreach ((Container container, Packet packet) in BridgeTraffic.Outbound(facts, network))
            {
                if (IsLeftAsItIs(rules, packet))
                {
                    yield return About(facts, network, container, packet);
                    break;
                }
            }
        }
    }

    /// <summary>Did the engine promise it? It did not where it was told not to, or to route instead.</summary>
    private static bool IsPromised(ContainerNetwork network) => network.Masquerade && network.GatewayModeIPv4 is "nat" or "nat-unprotected";

    private static bool IsLeftAsItIs(RuleTrial rules, Packet packet) => rules.Forwarded(packet) is { Verdict: RuleAction.Accept } outcome
        && outcome.Packets.All(p => p.Source == packet.Source);

    private static Finding About(Snapshot facts, ContainerNetwork network, Container container, Packet packet)
    {
        IPAddress source = AddressNumber.ToAddress(packet.Source, isIPv6: false);
        IPNetwork subnet = network.Subnets.Select(s => s.Subnet).FirstOrDefault(s => s.Contains(source));
        DockerLayout? layout = facts.EngineOf(network.Engine) is { } engine ? DockerLayout.Of(engine) : null;
        return Missing.About($"network {network.Name}", network.Name, packet.Output!, source) with
        {
            Engine = network.Engine,
            Network = network.Name,
            Interface = network.Bridge,
            Evidence =
            [
                Questions.Read(
                    "nat rules of the postrouting hook",
                    $"none takes what {container.Name} ({source}) sends from {network.Bridge} by {packet.Output}"),
                Questions.Read($"{network.Engine} network {network.Name}", "masquerading is on (enable_ip_masquerade)"),
            ],
            Remedy = (layout is { Repairable: true } ? "Repair-DockerChain, or " : "")
                + $"iptables -t nat -A POSTROUTING -s {subnet} ! -o {network.Bridge} -j MASQUERADE\n"
                + "Where it was left out on purpose, say so to the engine: com.docker.network.bridge.enable_ip_masquerade=false",
            Repairable = layout is { Repairable: true },
        };
    }
}
