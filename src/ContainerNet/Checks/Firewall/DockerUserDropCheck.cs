using ContainerNet.Findings;
using ContainerNet.Model;

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

        ChainIndex chains = new(facts);
        HashSet<(string, int, Protocol)> told = [];
        foreach (ContainerNetwork network in facts.NetworksInUse())
        {
            foreach ((ContainerPort port, PacketSketch packet) in BridgeTraffic.Inbound(facts, network))
            {
                Outcome outcome = ChainWalk.Through(user, packet, chains);
                List<FirewallRule> partial = [.. outcome.Otherwise.Where(r => r.Action is RuleAction.Drop or RuleAction.Reject)];
                if ((outcome is { IsDrop: true, Rule: not null } || partial.Count > 0) && told.Add((port.Container, port.HostPort, port.Protocol)))
                {
                    yield return About(network, port, outcome, partial);
                }
            }
        }
    }

    private static Finding About(ContainerNetwork network, ContainerPort port, Outcome outcome, List<FirewallRule> partial)
    {
        FirewallRule rule = outcome is { IsDrop: true, Rule: not null } ? outcome.Rule : partial[0];
        bool whole = outcome.IsDrop && outcome.Otherwise.Count == 0;
        return Drop.About(
            Questions.SubjectOf(port),
            rule.Number,
            rule.Text,
            rule.Action == RuleAction.Reject ? "rejects what comes for" : "drops what comes for",
            Questions.PortText(port.HostPort, port.Protocol),
            port.Container,
            whole ? "" : " for some clients: " + Clients(rule, outcome)) with
        {
            Severity = whole ? Severity.Error : Severity.Warning,
            Engine = network.Engine,
            Container = port.Container,
            Network = network.Name,
            Port = port.HostPort,
            Protocol = port.Protocol,
            Evidence = [RuleTexts.Evidence(rule), .. outcome.Otherwise.Where(r => r != rule).Take(4).Select(RuleTexts.Evidence)],
            Remedy = (RuleTexts.Delete(rule) ?? "Delete the rule")
                + "\nor let the client in before it, with the port inside the container, for the address is translated already:\n"
                + $"iptables -I DOCKER-USER -s CLIENT -p {port.Protocol.ToString().ToLowerInvariant()} --dport {port.Port} -j RETURN",
        };
    }

    private static string Clients(FirewallRule rule, Outcome outcome)
    {
        RuleMatch? source = rule.Match(RuleField.SourceAddress);
        if (source is not null)
        {
            return $"those {(source.Negated ? "outside" : "in")} {Questions.Names(source.Values)}";
        }

        List<string> allowed = [.. outcome.Otherwise.Where(r => r.Action is RuleAction.Return or RuleAction.Accept)
            .Select(r => r.Match(RuleField.SourceAddress)).OfType<RuleMatch>().Where(m => !m.Negated).SelectMany(m => m.Values)];
        return allowed.Count > 0 ? $"those outside {Questions.Names(allowed)}" : "it depends on where they come from";
    }
}
