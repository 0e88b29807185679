using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Checks.Firewall;

/// <summary>The translation of a published port is missing, leads to an old address, or comes too late.</summary>
internal sealed class DnatMissingCheck : ICheck
{
    internal static readonly FindingDescriptor Missing = new(
        "CN3002", "A published port is not translated", Severity.Error, "Port {0} of {1} should lead to {2}, but {3}.")
    {
        ExplainedBy = ["CN3001", "CN3011"],
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Missing];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Firewall;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        RuleTrial rules = RuleTrial.Of(facts);
        foreach (DockerLayout layout in facts.HostEngines().Select(DockerLayout.Of).OfType<DockerLayout>())
        {
            if (layout.Iptables && !facts.SawAllIptables())
            {
                continue;
            }

            (string table, string name) = layout.Translation;
            FirewallChain? chain = layout.Find(facts, table, name);
            bool called = !layout.Iptables || IsCalled(layout.Find(facts, table, "PREROUTING"));
            foreach (ContainerPort port in PortsOf(facts, layout.Engine))
            {
                if (Problem(facts, rules, layout, chain, called, port) is { } problem)
                {
                    yield return About(layout, port, problem.Text, problem.Rule);
                }
            }
        }

        foreach (Finding finding in OfPodman(facts, rules))
        {
            yield return finding;
        }
    }

    /// <summary>Netavark leads ports of Podman through chains of many shapes: asked is only whether a packet comes to be
    /// translated at all. Nobody accepts on the port, which conmon only holds.</summary>
    private static IEnumerable<Finding> OfPodman(Snapshot facts, RuleTrial rules)
    {
        foreach (ContainerEngine engine in facts.HostEngines().Where(e => e.Kind == EngineKind.Podman && facts.SawAllIptables()))
        {
            foreach (ContainerPort port in PortsOf(facts, engine))
            {
                WideNumber wanted = AddressNumber.Of(port.ContainerAddress!);
                Outcome outcome = rules.Through(PacketHook.Prerouting, Sent(facts, port));
                if (outcome is { Verdict: RuleAction.Accept, IsCertain: true } && outcome.Packets.All(p => p.Destination != wanted))
                {
                    yield return About(port, "no rule of the host translates it") with
                    {
                        Evidence =
                        [
                            Binding(port),
                            Questions.Read("nft list ruleset, iptables-save", $"nothing at prerouting leads to {port.ContainerAddress}"),
                        ],
                        Remedy = "podman network reload --all, which has netavark write the rules of every container again",
                        Repairable = true,
                    };
                }
            }
        }
    }

    private static Packet Sent(Snapshot facts, ContainerPort port) => BridgeTraffic.ToHost(
        facts, facts.Uplinks() is [Link uplink, ..] ? uplink : null, port.HostAddress, port.HostPort, port.Protocol);

    private static IEnumerable<ContainerPort> PortsOf(Snapshot facts, ContainerEngine engine) => facts.PublishedPorts()
        .Where(p => Questions.Is(p.Engine, engine.Name)
            && p.ContainerAddress?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            && p.HostAddress?.AddressFamily is null or System.Net.Sockets.AddressFamily.InterNetwork
            && facts.NetworkOf(p.Engine, p.Network) is { IsForwarded: true, GatewayModeIPv4: not "routed" });

    private static (string Text, FirewallRule? Rule)? Problem(
        Snapshot facts, RuleTrial rules, DockerLayout layout, FirewallChain? chain, bool called, ContainerPort port)
    {
        (string table, string name) = layout.Translation;
        if (chain is null)
        {
            return ($"chain {name} of table {table} is not there", null);
        }

        if (!called)
        {
            return ($"chain {name} of table {table} is not called from PREROUTING", null);
        }

        WideNumber wanted = AddressNumber.Of(port.ContainerAddress!);
        Outcome outcome = rules.Through(chain, PacketHook.Prerouting, Sent(facts, port));

        // A rule that was not understood may well be the one that serves: nothing is claimed.
        return outcome.Verdict != RuleAction.Accept
            || outcome.Packets.Any(p => p.Destination == wanted && p.DestinationPort == port.Port) ? null
            : outcome.Rule is { Action: RuleAction.Dnat } rule ? ($"the rule that takes it leads to {rule.Target}", rule)
            : outcome.Rule is null ? ($"no rule of chain {name} in table {table} takes it", null)
            : null;
    }

    /// <summary>A jump or something that was not understood; an absent PREROUTING cannot call anything.</summary>
    private static bool IsCalled(FirewallChain? prerouting) => prerouting?.Rules.Any(r =>
        !r.Understood || Questions.Is(r.Target, "DOCKER")) == true;

    private static Finding About(DockerLayout layout, ContainerPort port, string problem, FirewallRule? rule) =>
        About(port, problem) with
        {
            Evidence =
            [
                Binding(port),
                rule is null ? Questions.Read(
                    layout.Iptables ? "iptables-save, table nat" : $"nft list table ip {layout.Translation.Table}", problem)
                    : RuleTexts.Evidence(rule),
            ],
            Remedy = (layout.Repairable ? "Repair-DockerChain, or " : "") + $"docker restart {port.Container}"
                + (rule is null ? "" : $"\nand remove the old rule: {RuleTexts.Delete(rule)}"),
            Repairable = layout.Repairable,
        };

    private static Finding About(ContainerPort port, string problem) => Missing.About(
        Questions.SubjectOf(port),
        Questions.PortText(port.HostPort, port.Protocol),
        port.Container,
        Questions.AddressText(port.ContainerAddress, port.Port),
        problem).At(port);

    private static Evidence Binding(ContainerPort port) => Questions.Read(
        $"{port.Engine} container {port.Container}",
        $"{Questions.AddressText(port.HostAddress, port.HostPort)} -> {Questions.AddressText(port.ContainerAddress, port.Port)}");
}
