namespace ContainerNet.Sources.Netfilter;

/// <summary>Where the built-in chains of iptables hang (include/uapi/linux/netfilter_ipv4.h, enum nf_ip_hook_priorities).</summary>
/// <param name="Hook">The hook.</param>
/// <param name="Priority">Order among the base chains of the hook.</param>
/// <param name="Type">filter, nat or route.</param>
internal readonly record struct IptablesBaseChain(string Hook, int Priority, string Type)
{
    public static IptablesBaseChain? Find(string table, string chain)
    {
        string? hook = chain switch
        {
            "PREROUTING" => "prerouting",
            "INPUT" => "input",
            "FORWARD" => "forward",
            "OUTPUT" => "output",
            "POSTROUTING" => "postrouting",
            _ => null,
        };
        if (hook is null)
        {
            return null;
        }

        return table switch
        {
            "raw" => new(hook, -300, "filter"),
            "mangle" => new(hook, -150, hook == "output" ? "route" : "filter"),
            "nat" => new(hook, hook is "prerouting" or "output" ? -100 : 100, "nat"),
            "security" => new(hook, 50, "filter"),
            _ => new(hook, 0, "filter"),
        };
    }
}
