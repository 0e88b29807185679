using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Where the kernel hooks the built-in chains of the iptables tables: iptables-save does not say it
/// (include/uapi/linux/netfilter_ipv4.h, enum nf_ip_hook_priorities; the same numbers for IPv6 and both backends).</summary>
internal static class IptablesBaseChains
{
    private static readonly string[] s_tables = ["filter", "nat", "mangle", "raw", "security"];

    /// <summary>Is it a table that iptables manages when it stands in family ip or ip6?</summary>
    public static bool IsTable(string name) => Array.IndexOf(s_tables, name) >= 0;

    /// <summary>Gives a built-in chain its hook; any other chain comes back as it is.</summary>
    public static FirewallChain WithHook(FirewallChain chain)
    {
        int? priority = Priority(chain.Table.Name, chain.Name);
        return priority is null
            ? chain
            : chain with
            {
                Hook = chain.Name.ToLowerInvariant(),
                Priority = priority,
                Type = Type(chain.Table.Name, chain.Name),
                Owner = RuleOwner.Kernel,
            };
    }

    private static string Type(string table, string chain) => (table, chain) switch
    {
        ("nat", _) => "nat",
        ("mangle", "OUTPUT") => "route",
        _ => "filter",
    };

    /// <summary>The priority of a built-in chain; null for any other.</summary>
    public static int? Priority(string table, string chain) => (table, chain) switch
    {
        ("filter", "INPUT" or "FORWARD" or "OUTPUT") => 0,
        ("nat", "PREROUTING" or "OUTPUT") => -100,
        ("nat", "INPUT" or "POSTROUTING") => 100,
        ("mangle", "PREROUTING" or "INPUT" or "FORWARD" or "OUTPUT" or "POSTROUTING") => -150,
        ("raw", "PREROUTING" or "OUTPUT") => -300,
        ("security", "INPUT" or "FORWARD" or "OUTPUT") => 50,
        _ => null,
    };
}
