using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Checks.Firewall;

/// <summary>A rule in DOCKER-USER, which is the administrator's own chain, drops what comes for a published port.</summary>
internal sealed class DockerUserDropCheck : ICheck
{
    internal static readonly FindingDescriptor Drop = new(
        "CN3010", "DOCKER-USER drops the packet", Severity.Error, "Rule {0} of DOCKER-USER ({1}) {2} port {3} of {4}{5}.");

    public IReadOnlyList<FindingDescriptor> Reports => [Drop];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Firewall | FactKinds.Links;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        FirewallBackend backend = DockerLayout.BackendOf(facts);
        FirewallChain? forward = facts.Chain(backend, "ip", "filter", "FORWARD");
        if (facts.Chain(backend, "ip", "filter", "DOCKER-USER") is not { } user
            || forward?.Rules.Any(r => Questions.Is(r.Target, user.Name)) != true)
        {
            yield break;
        }

        RuleTrial rules = RuleTrial.Of(facts);
        List<NamedClients> named = [.. NamedClients.In(facts, user)];
        HashSet<(string, int, Protocol)> told = [];
        foreach (ContainerNetwork network in facts.NetworksInUse())
        {
            foreach ((ContainerPort port, Packet packet) in BridgeTraffic.Inbound(facts, network))
            {
                Outcome outcome = From(NamedClients.Stranger(named, packet.Source));
                List<(NamedClients From, Outcome Outcome)> others =
                    [.. named.SelectMany(n => new[] { (n, From(n.First)), (n, From(n.Last)) })];
                FirewallRule? rule = RuleOf(outcome) ?? others.Select(o => RuleOf(o.Outcome)).FirstOrDefault(r => r is not null);
                if (rule is not null && outcome.Verdict != RuleAction.Unknown && told.Add((port.Container, port.HostPort, port.Protocol)))
                {
                    yield return About(network, port, rule, outcome, others);
                }

                Outcome From(WideNumber client) => rules.Through(user, PacketHook.Forward, NamedClients.Send(packet, client));
            }
        }
    }

    private static FirewallRule? RuleOf(Outcome outcome) => outcome.IsDrop ? outcome.Rule : null;

    private static Finding About(
        ContainerNetwork network, ContainerPort port, FirewallRule rule, Outcome outcome, List<(NamedClients From, Outcome Outcome)> others)
    {
        List<(NamedClients From, Outcome Outcome)> differ = [.. others.Where(
            o => o.Outcome.IsDrop != outcome.IsDrop && o.Outcome.Verdict != RuleAction.Unknown)];
        bool whole = outcome is { IsDrop: true, IsCertain: true } && differ.Count == 0;
        string clients = differ.Count == 0 ? "it depends on where they come from"
            : $"those {(outcome.IsDrop ? "outside" : "in")} {Questions.Names(differ.Select(o => o.From.Name))}";
        return Drop.About(
            Questions.SubjectOf(port),
            rule.Number,
            rule.Text,
            rule.Action == RuleAction.Reject ? "rejects what comes for" : "drops what comes for",
            Questions.PortText(port.HostPort, port.Protocol),
            port.Container,
            whole ? "" : $" for some clients: {clients}") with
        {
            Severity = whole ? Severity.Error : Severity.Warning,
            Engine = network.Engine,
            Container = port.Container,
            Network = network.Name,
            Port = port.HostPort,
            Protocol = port.Protocol,
            Evidence = [RuleTexts.Evidence(rule), .. differ.Select(o => o.Outcome.Rule ?? o.From.Rule).Where(r => r != rule).Distinct().Take(4)
                .Select(RuleTexts.Evidence)],
            Remedy = (RuleTexts.Delete(rule) ?? "Delete the rule")
                + "\nor let the client in before it, with the port inside the container, for the address is translated already:\n"
                + $"iptables -I DOCKER-USER -s CLIENT -p {port.Protocol.ToString().ToLowerInvariant()} --dport {port.Port} -j RETURN",
        };
    }
}
