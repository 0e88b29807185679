using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Tells who wrote chains and rules, from names, comments and shapes. A guess by convention, not a proof:
/// what fits no convention belongs to nobody we know.</summary>
internal static class RuleOwnership
{
    /// <summary>Sets the owners of rules in a chain that is nobody's: built in, or an administrator's.</summary>
    public static void Assign(List<FirewallRule> rules, HashSet<string> bridges)
    {
        for (int at = 0; at < rules.Count; at++)
        {
            RuleOwner writer = OfRule(rules[at], bridges);
            if (writer != RuleOwner.Unknown)
            {
                rules[at] = rules[at] with { Owner = writer };
            }
        }
    }

    /// <summary>Who owns a native table of that name, and everything in it.</summary>
    public static RuleOwner OfTable(FirewallTable table) => table.Name switch
    {
        "firewalld" => RuleOwner.Firewalld,
        "docker-bridges" => RuleOwner.Docker,
        "netavark" => RuleOwner.Netavark,
        "kube-proxy" or "calico" => RuleOwner.Kubernetes,
        "libvirt_network" => RuleOwner.Libvirt,
        _ when IsTrace(table.Name) => RuleOwner.ContainerNet,
        _ when Starts(table.Name, "cilium") || Starts(table.Name, "kube-") => RuleOwner.Kubernetes,
        _ => RuleOwner.Unknown,
    };

    /// <summary>Is it the table of a trace that is under way?</summary>
    public static bool IsTrace(string table) => Starts(table, "containernet_trace_");

    /// <summary>Who makes chains of that name in the iptables tables.</summary>
    public static RuleOwner OfChainName(string name)
    {
        if (name == "DOCKER-USER")
        {
            return RuleOwner.DockerUser;
        }

        // DOCKER_OUTPUT and DOCKER_POSTROUTING serve the engine's name server inside containers.
        if (name == "DOCKER" || Starts(name, "DOCKER-") || name is "DOCKER_OUTPUT" or "DOCKER_POSTROUTING")
        {
            return RuleOwner.Docker;
        }

        if (Starts(name, "NETAVARK"))
        {
            return RuleOwner.Netavark;
        }

        if (Starts(name, "ufw-") || Starts(name, "ufw6-"))
        {
            return RuleOwner.Ufw;
        }

        if (Starts(name, "KUBE-") || Starts(name, "CILIUM_") || Starts(name, "OLD_CILIUM_") || Starts(name, "cali-")
            || Starts(name, "FLANNEL-") || Starts(name, "WEAVE"))
        {
            return RuleOwner.Kubernetes;
        }

        return Starts(name, "LIBVIRT_") ? RuleOwner.Libvirt
            : IsFirewalldChain(name) ? RuleOwner.Firewalld
            : RuleOwner.Unknown;
    }

    // With FirewallBackend=iptables firewalld makes FORWARD_direct, INPUT_ZONES, FWDI_public_allow, POST_home ...
    // (firewalld ipXtables.py, build_default_rules and build_zone_rules).
    private static bool IsFirewalldChain(string name) =>
        name.EndsWith("_direct", StringComparison.Ordinal) || name.EndsWith("_ZONES", StringComparison.Ordinal)
        || name.EndsWith("_ZONES_SOURCE", StringComparison.Ordinal)
        || name.EndsWith("_POLICIES_pre", StringComparison.Ordinal)
        || name.EndsWith("_POLICIES_post", StringComparison.Ordinal)
        || Starts(name, "FWDI_") || Starts(name, "FWDO_") || Starts(name, "FWD_");

    // A rule in a built-in chain, or in a chain of an administrator.
    private static RuleOwner OfRule(FirewallRule rule, HashSet<string> bridges)
    {
        if (rule.Action is RuleAction.Jump or RuleAction.Goto && rule.Target is not null
            && OfChainName(rule.Target) is RuleOwner called and not RuleOwner.Unknown)
        {
            // The call of DOCKER-USER is the engine's; what stands in it is the administrator's.
            return called == RuleOwner.DockerUser ? RuleOwner.Docker : called;
        }

        if (rule.Comment is string comment)
        {
            return Starts(comment, "cali:") || Starts(comment, "kubernetes ") || Starts(comment, "cilium") ? RuleOwner.Kubernetes
                : Starts(comment, "netavark") ? RuleOwner.Netavark
                : RuleOwner.Unknown;
        }

        return DockerShapes.Fits(rule, bridges) ? RuleOwner.Docker : RuleOwner.Unknown;
    }

    /// <summary>Interfaces that rules of DOCKER chains, or rules that call DOCKER, name: a user's bridge may have any name.</summary>
    public static HashSet<string> DockerBridges(IEnumerable<(RuleOwner Owner, List<FirewallRule> Rules)> chains)
    {
        HashSet<string> bridges = new(StringComparer.Ordinal);
        foreach ((RuleOwner owner, List<FirewallRule> rules) in chains)
        {
            bool docker = owner == RuleOwner.Docker;
            foreach (FirewallRule rule in rules)
            {
                if (!docker && !(rule.Action == RuleAction.Jump && rule.Target == "DOCKER"))
                {
                    continue;
                }

                foreach (RuleMatch match in rule.Matches)
                {
                    if (match.Field is RuleField.InputInterface or RuleField.OutputInterface)
                    {
                        bridges.Add(match.Value);
                    }
                }
            }
        }

        bridges.Remove("lo");
        return bridges;
    }

    private static bool Starts(string name, string start) => name.StartsWith(start, StringComparison.Ordinal);
}
