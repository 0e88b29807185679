namespace ContainerNet.Model;

/// <summary>A chain with its rules, in one shape for iptables-nft, iptables-legacy and nftables.</summary>
public sealed record FirewallChain
{
    /// <summary>The table that holds it.</summary>
    public required FirewallTable Table { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>prerouting, input, forward, output, postrouting ... for a base chain; null for a chain that is only jumped to.</summary>
    public string? Hook { get; init; }

    /// <summary>Order among the base chains of a hook: lower runs earlier.</summary>
    public int? Priority { get; init; }

    /// <summary>filter, nat or route, for a base chain.</summary>
    public string? Type { get; init; }

    /// <summary>What happens to a packet that reaches the end of a base chain; null for other chains.</summary>
    public RuleAction? Policy { get; init; }

    /// <summary>Packets that took the policy (iptables), when counted.</summary>
    public long? Packets { get; init; }

    /// <summary>Bytes that took the policy (iptables), when counted.</summary>
    public long? Bytes { get; init; }

    /// <summary>The kernel's handle (nf_tables), or null.</summary>
    public long? Handle { get; init; }

    /// <summary>Who wrote it.</summary>
    public RuleOwner Owner { get; init; }

    /// <summary>True when the chain is known and its rules were not read: nothing may be concluded from their absence.</summary>
    public bool? RulesUnread { get; init; }

    /// <summary>The rules in order.</summary>
    public IReadOnlyList<FirewallRule> Rules { get; init; } = [];

    /// <summary>Is it called by a hook?</summary>
    public bool IsBase => Hook is not null;

    /// <summary>Who wrote a rule of it, or with null its policy: ufw(8) sets the policies of the chains that it is called from.</summary>
    public RuleOwner OwnerOf(FirewallRule? rule) => rule?.Owner
        ?? (Owner is RuleOwner.Unknown or RuleOwner.Kernel && Policy == RuleAction.Drop && Rules.Any(r => r.Owner == RuleOwner.Ufw) ? RuleOwner.Ufw : Owner);
}
