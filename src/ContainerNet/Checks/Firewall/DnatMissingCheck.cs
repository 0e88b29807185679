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
        if (!facts.SawAllIptables())
        {
            yield break;
        }

        RuleTrial rules = RuleTrial.Of(facts);
        foreach (DockerLayout layout in facts.HostEngines().Select(DockerLayout.Of).OfType<DockerLayout>().Where(l => l.Iptables))
        {
            FirewallChain? chain = layout.Find(facts, "nat", "DOCKER");
            bool called = IsCalled(layout.Find(facts, "nat", "PREROUTING"));
            foreach (ContainerPort port in PortsOf(facts, layout.Engine))
            {
                if (Problem(facts, rules, chain, called, port) is { } problem)
                {
                    yield return About(layout, port, problem.Text, problem.Rule);
                }
            }
        }
    }

    private static IEnumerable<ContainerPort> PortsOf(Snapshot facts, ContainerEngine engine) => facts.PublishedPorts()
        .Where(p => Questions.Is(p.Engine, engine.Name)
            && p.ContainerAddress?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            && p.HostAddress?.AddressFamily is null or System.Net.Sockets.AddressFamily.InterNetwork
            && facts.NetworkOf(p.Engine, p.Network) is { IsForwarded: true, GatewayModeIPv4: not "routed" });

    private static (string Text, FirewallRule? Rule)? Problem(
        Snapshot facts, RuleTrial rules, FirewallChain? chain, bool called, ContainerPort port)
    {
        if (chain is null)
        {
            return ("chain DOCKER of table nat is not there", null);
        }

        if (!called)
        {
            return ("chain DOCKER of table nat is not called from PREROUTING", null);
        }

        WideNumber wanted = AddressNumber.Of(port.ContainerAddress!);
        Outcome outcome = rules.Through(chain, PacketHook.Prerouting, BridgeTraffic.ToHost(
            facts, facts.Uplinks() is [Link uplink, ..] ? uplink : null, port.HostAddress, port.HostPort, port.Protocol));

        // A rule that was not understood may well be the one that serves: nothing is claimed.
        return outcome.Verdict != RuleAction.Accept
            || outcome.Packets.Any(p => p.Destination == wanted && p.DestinationPort == port.Port) ? null
            : outcome.Rule is { Action: RuleAction.Dnat } rule ? ($"the rule that takes it leads to {rule.Target}", rule)
            : outcome.Rule is null ? ("no rule of chain DOCKER in table nat takes it", null)
            : null;
    }

    /// <summary>A jump or something that was not understood; an absent PREROUTING cannot call anything.</summary>
    private static bool IsCalled(FirewallChain? prerouting) => prerouting?.Rules.Any(r =>
        !r.Understood || Questions.Is(r.Target, "DOCKER")) == true;

    private static Finding About(
        DockerLayout layout, ContainerPort port, string problem, FirewallRule? rule) => Missing.About(
        Questions.SubjectOf(port),
        Questions.PortText(port.HostPort, port.Protocol),
        port.Container,
        Questions.AddressText(port.ContainerAddress, port.Port),
        problem) with
    {
        Engine = layout.Engine.Name,
        Container = port.Container,
        Network = port.Network,
        Port = port.HostPort,
        Protocol = port.Protocol,
        Evidence =
        [
            Questions.Read(
                $"{port.Engine} container {port.Container}",
                $"{Questions.AddressText(port.HostAddress, port.HostPort)} -> {Questions.AddressText(port.ContainerAddress, port.Port)}"),
            rule is null ? Questions.Read("iptables-save, table nat", problem) : RuleTexts.Evidence(rule),
        ],
        Remedy = (layout.Repairable ? "Repair-DockerChain, or " : "") + $"docker restart {port.Container}"
            + (rule is null ? "" : $"\nand remove the old rule: {RuleTexts.Delete(rule)}"),
        Repairable = layout.Repairable,
    };
}
