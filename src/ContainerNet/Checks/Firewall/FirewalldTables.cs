using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Checks.Firewall;

/// <summary>What firewalld's own nf_tables rules do with a packet: surer than its zones, which do not show policies.</summary>
internal static class FirewalldTables
{
    private static readonly FirewallTable s_table = new(FirewallBackend.Nftables, "inet", "firewalld");

    /// <summary>Walks the packet through firewalld's base chain of a hook; null when it has none there.</summary>
    public static Outcome? Walk(Snapshot facts, PacketHook hook, Packet packet, RuleTrial rules) =>
        facts.Chains.FirstOrDefault(c => c.Table == s_table && HookPlan.HookOf(c) == hook
            && Questions.Is(c.Type ?? "filter", "filter") && c.Priority is null or > -100) is { } chain
            ? rules.Through(chain, hook, packet)
            : null;
}
