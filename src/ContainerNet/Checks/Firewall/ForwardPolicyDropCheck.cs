using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Checks.Firewall;

/// <summary>The policy of FORWARD is DROP, and no rule accepts the network before it.</summary>
internal sealed class ForwardPolicyDropCheck : ICheck
{
    internal static readonly FindingDescriptor Dropped = new(
        "CN3004", "The policy of FORWARD drops the network", Severity.Error, "{0} of network {1} {2}")
    {
        ExplainedBy = ["CN3001", "CN3011"],
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Dropped];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Firewall | FactKinds.Links;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        FirewallBackend backend = DockerLayout.BackendOf(facts);
        if (!facts.SawAllIptables()
            || facts.Chain(backend, "ip", "filter", "FORWARD") is not { Policy: RuleAction.Drop } forward)
        {
            yield break;
        }

        RuleTrial rules = RuleTrial.Of(facts);
        foreach (ContainerNetwork network in facts.NetworksInUse())
        {
            List<Outcome> inbound = [.. BridgeTraffic.Inbound(facts, network)
                .Select(t => rules.Through(forward, PacketHook.Forward, t.Packet))];
            List<Outcome> outbound = [.. BridgeTraffic.Outbound(facts, network)
                .Select(t => rules.Through(forward, PacketHook.Forward, t.Packet))];
            bool portsDie = inbound.Exists(IsPolicyDrop);
            bool wayOutDies = outbound.Exists(IsPolicyDrop);
            Outcome? doubt = inbound.Concat(outbound).FirstOrDefault(o => o.Verdict == RuleAction.Unknown);
            if (portsDie || wayOutDies)
            {
                DockerLayout? layout = facts.EngineOf(network.Engine) is { } engine ? DockerLayout.Of(engine) : null;
                string what = !wayOutDies ? "Published ports"
                    : portsDie ? "Published ports and outgoing connections" : "Outgoing connections";
                yield return About(network, what, "fall through to policy DROP of chain FORWARD: no rule accepts them.") with
                {
                    Evidence = [.. RuleTexts.Evidence(inbound.Concat(outbound).First(IsPolicyDrop))],
                    Remedy = Remedy(network, layout),
                    Repairable = layout is { Repairable: true },
                };
            }
            else if (doubt is not null)
            {
                yield return About(network, "The way", "through chain FORWARD could not be judged: a rule was not understood.") with
                {
                    Severity = Severity.Info,
                    Evidence = [.. RuleTexts.Evidence(doubt)],
                };
            }
        }
    }

    private static Finding About(ContainerNetwork network, string what, string problem) =>
        Dropped.About($"network {network.Name}", what, network.Name, problem) with
        {
            Engine = network.Engine,
            Network = network.Name,
            Interface = network.Bridge,
        };

    private static string Remedy(ContainerNetwork network, DockerLayout? layout) =>
        (layout is null ? "" : $"{layout.Remedy}\nor, without the engine's protection: ")
        + $"iptables -I FORWARD -o {network.Bridge} -j ACCEPT; iptables -I FORWARD -i {network.Bridge} -j ACCEPT";

    private static bool IsPolicyDrop(Outcome outcome) => outcome is { IsDrop: true, Rule: null, IsCertain: true };
}
