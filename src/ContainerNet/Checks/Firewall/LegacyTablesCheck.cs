using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Checks.Firewall;

/// <summary>
/// Rules in nf_tables and in the legacy tables at once. The kernel asks both, and iptables shows one: what the engine accepts
/// in its own, the other drops.
/// </summary>
internal sealed class LegacyTablesCheck : ICheck
{
    internal static readonly FindingDescriptor Split = new(
        "CN3008", "Two kinds of iptables hold rules", Severity.Error, "The engine writes to {0}, but what stands in {1} is in force as well and {2}.");

    public IReadOnlyList<FindingDescriptor> Reports => [Split];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Firewall | FactKinds.Links;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        FirewallBackend own = DockerLayout.BackendOf(facts);
        FirewallBackend other = own == FirewallBackend.IptablesNft ? FirewallBackend.IptablesLegacy : FirewallBackend.IptablesNft;
        if (!facts.Chains.Any(c => c.Table.Backend == own)
            || facts.Chain(other, "ip", "filter", "FORWARD") is not { } forward
            || (forward.Policy == RuleAction.Accept && forward.Rules.Count == 0))
        {
            yield break;
        }

        RuleTrial rules = RuleTrial.Of(facts);
        List<Outcome> outcomes = [.. facts.NetworksInUse().SelectMany(n => BridgeTraffic.Inbound(facts, n).Select(t => t.Packet)
            .Concat(BridgeTraffic.Outbound(facts, n).Select(t => t.Packet)))
            .Select(p => rules.Through(forward, PacketHook.Forward, p))];
        if (outcomes.Find(o => o.IsDrop) is { } drop)
        {
            yield return About(own, other, "drops what the engine accepts", drop, Severity.Error);
        }
        else if (outcomes.Find(o => o.Verdict == RuleAction.Unknown) is { } doubt)
        {
            yield return About(own, other, "has a rule that was not understood", doubt, Severity.Warning);
        }
    }

    private static Finding About(FirewallBackend own, FirewallBackend other, string effect, Outcome outcome, Severity severity)
    {
        string command = other == FirewallBackend.IptablesLegacy ? "iptables-legacy" : "iptables-nft";
        return Split.About("host", Name(own), Name(other), effect) with
        {
            Severity = severity,
            Evidence = [.. RuleTexts.Evidence(outcome)],
            Remedy = $"See what is there: {command}-save\n"
                + (outcome.Rule is { } rule ? RuleTexts.Delete(rule) : $"{command} -P FORWARD ACCEPT")
                + "\nand find out what writes it at boot, or it comes back.",
        };
    }

    private static string Name(FirewallBackend backend) =>
        backend == FirewallBackend.IptablesLegacy ? "the legacy tables" : "nf_tables";
}
