using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>What one run of iptables-save or ip6tables-save says.</summary>
internal sealed record IptablesSave
{
    /// <summary>The chains with their rules.</summary>
    public IReadOnlyList<FirewallChain> Chains { get; init; } = [];

    /// <summary>Which engine the tool spoke to, from its first line; null when it printed nothing.</summary>
    public FirewallBackend? Backend { get; init; }

    /// <summary>Tables that hold something only nft can show: not printed, or not all of their chains.</summary>
    public IReadOnlyList<string> Incompatible { get; init; } = [];

    /// <summary>What in the text is not as iptables-save writes it, or null: then chains may be missing.</summary>
    public string? Damage { get; init; }
}
