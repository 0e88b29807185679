using System.Buffers;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Says who wrote a chain or rule, from names and shapes that those programs use and nobody else does.</summary>
internal static class RuleOwnership
{
    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>The chain with its owner and those of its rules.</summary>
    public static FirewallChain Assign(FirewallChain chain)
    {
        RuleOwner owner = OfChain(chain);
        FirewallRule[] rules = new FirewallRule[chain.Rules.Count];
        for (int i = 0; i < rules.Length; i++)
        {
            rules[i] = chain.Rules[i] with { Owner = OfRule(chain.Rules[i], owner) };
        }

        return chain with { Owner = owner, Rules = rules };
    }

    private static RuleOwner OfChain(FirewallChain chain)
    {
        if (chain.Table.Backend == FirewallBackend.Nftables)
        {
            RuleOwner table = OfTable(chain.Table.Name);
            return table == RuleOwner.Unknown ? OfName(chain.Name) : table;
        }

        return chain.IsBase ? RuleOwner.Kernel : OfName(chain.Name);
    }

    private static RuleOwner OfTable(string name) => name switch
    {
        "docker-bridges" => RuleOwner.Docker,
        "netavark" => RuleOwner.Netavark,
        "firewalld" => RuleOwner.Firewalld,
        "kube-proxy" => RuleOwner.Kubernetes,
        "libvirt_network" => RuleOwner.Libvirt,
        _ when name.StartsWith("containernet_", StringComparison.Ordinal) => RuleOwner.ContainerNet,
        _ => RuleOwner.Unknown,
    };

    private static RuleOwner OfName(string name) => name switch
    {
        "DOCKER-USER" => RuleOwner.DockerUser,
        "DOCKER" => RuleOwner.Docker,
        _ when name.StartsWith("DOCKER-", StringComparison.Ordinal) => RuleOwner.Docker,
        _ when name.StartsWith("DOCKER_", StringComparison.Ordinal) => RuleOwner.Docker,
        _ when name.StartsWith("NETAVARK", StringComparison.Ordinal) => RuleOwner.Netavark,
        _ when name.StartsWith("ufw", StringComparison.Ordinal) => RuleOwner.Ufw,
        _ when name.StartsWith("KUBE-", StringComparison.Ordinal) => RuleOwner.Kubernetes,
        _ when name.StartsWith("cali-", StringComparison.Ordinal) => RuleOwner.Kubernetes,
        _ when name.StartsWith("CILIUM_", StringComparison.Ordinal) => RuleOwner.Kubernetes,
        _ when name.StartsWith("LIBVIRT_", StringComparison.Ordinal) => RuleOwner.Libvirt,
        _ => RuleOwner.Unknown,
    };

    /// <summary>A rule of a named chain belongs to its owner, but for DOCKER-USER, whose rules are the administrator's; a
    /// rule of a base chain belongs to whom it jumps to, or whose bridge it is about.</summary>
    private static RuleOwner OfRule(FirewallRule rule, RuleOwner chain)
    {
        if (chain == RuleOwner.DockerUser)
        {
            // Docker itself writes one rule there, the closing RETURN (before 28.3).
            return rule.Action == RuleAction.Return && rule.Matches.Count == 0 ? RuleOwner.Docker : RuleOwner.DockerUser;
        }

        if (chain != RuleOwner.Kernel)
        {
            return chain;
        }

        if (rule.Action is RuleAction.Jump or RuleAction.Goto && rule.Target is not null)
        {
            RuleOwner target = OfName(rule.Target);
            return target == RuleOwner.DockerUser ? RuleOwner.Docker : target;
        }

        return IsDockerShape(rule) ? RuleOwner.Docker : RuleOwner.Unknown;
    }

    /// <summary>The rules that Docker writes straight into FORWARD, POSTROUTING and raw PREROUTING for a bridge of its own
    /// (names docker0, docker_gwbridge, br- and twelve hexadecimal digits).</summary>
    private static bool IsDockerShape(FirewallRule rule)
    {
        bool aboutBridge = false;
        foreach (RuleMatch match in rule.Matches)
        {
            switch (match.Field)
            {
                case RuleField.InputInterface or RuleField.OutputInterface:
                    aboutBridge |= IsDockerBridge(match.Value);
                    break;
                case RuleField.ConntrackState or RuleField.SourceAddress or RuleField.DestinationAddress
                    or RuleField.Protocol or RuleField.DestinationPort or RuleField.SourceType:
                    break;
                default:
                    return false;
            }
        }

        return (aboutBridge || IsOwnMasquerade(rule))
            && rule.Comment is null
            && rule.Action is RuleAction.Accept or RuleAction.Drop or RuleAction.Masquerade or RuleAction.Snat;
    }

    // "-s 172.17.0.2/32 -d 172.17.0.2/32 -p tcp -m tcp --dport 80 -j MASQUERADE": a container that calls its own published port.
    private static bool IsOwnMasquerade(FirewallRule rule) => rule.Action == RuleAction.Masquerade
        && rule.Match(RuleField.SourceAddress) is { Negated: false } source
        && rule.Match(RuleField.DestinationAddress) is { Negated: false } destination
        && string.Equals(source.Value, destination.Value, StringComparison.Ordinal);

    private static bool IsDockerBridge(string name) =>
        name is "docker0" or "docker_gwbridge"
        || (name.Length == 15 && name.StartsWith("br-", StringComparison.Ordinal) && name.AsSpan(3).IndexOfAnyExcept(s_hexadecimal) < 0);
}
