using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>Names rules and chains so that a reader finds them again.</summary>
internal static class RuleTexts
{
    /// <summary>"ip filter (iptables), chain DOCKER-USER, rule 1".</summary>
    public static string Place(FirewallRule rule) => $"{rule.Table}, chain {rule.Chain}, "
        + (rule.Table.Backend == FirewallBackend.Nftables && rule.Handle is long handle ? $"handle {handle}" : $"rule {rule.Number}");

    /// <summary>A rule as evidence, with its counter.</summary>
    public static Evidence Evidence(FirewallRule rule) => Questions.Read(
        Place(rule),
        rule.Text + (rule.Packets is long packets ? $" ({packets} packets, written by {Owner(rule.Owner)})" : $" (written by {Owner(rule.Owner)})"));

    /// <summary>What decided a walk, as evidence.</summary>
    public static IEnumerable<Evidence> Evidence(Outcome outcome)
    {
        if (outcome.Rule is not null)
        {
            yield return Evidence(outcome.Rule);
        }
        else if (outcome.Chain is { } chain)
        {
            yield return Questions.Read(
                $"{chain.Table}, chain {chain.Name}",
                $"policy {chain.Policy}" + (chain.Packets is long packets ? $" ({packets} packets)" : ""));
        }
    }

    /// <summary>The command that deletes a rule, or null where its text does not give one.</summary>
    public static string? Delete(FirewallRule rule) => rule.Table.Backend switch
    {
        FirewallBackend.Nftables => rule.Handle is long handle
            ? $"nft delete rule {rule.Table.Family} {rule.Table.Name} {rule.Chain} handle {handle}"
            : null,
        FirewallBackend.IptablesLegacy => $"{Command(rule, "-legacy")} -t {rule.Table.Name} -D {rule.Chain} {rule.Number}",
        _ => $"{Command(rule, "")} -t {rule.Table.Name} -D {rule.Chain} {rule.Number}",
    };

    private static string Command(FirewallRule rule, string suffix) =>
        Questions.Is(rule.Table.Family, "ip6") ? $"ip6tables{suffix}" : $"iptables{suffix}";

    /// <summary>Who wrote a rule, in words.</summary>
    public static string Owner(RuleOwner owner) => owner switch
    {
        RuleOwner.Unknown or RuleOwner.DockerUser or RuleOwner.Kernel => "an administrator or another tool",
        RuleOwner.Firewalld => "firewalld",
        RuleOwner.Ufw => "ufw",
        _ => owner.ToString(),
    };
}
