namespace ContainerNet.Model;

/// <summary>A table by its full name; the same text may stand in several backends and families.</summary>
/// <param name="Backend">Which rule engine.</param>
/// <param name="Family">ip, ip6, inet, arp, bridge, netdev.</param>
/// <param name="Name">The table's name.</param>
public readonly record struct FirewallTable(FirewallBackend Backend, string Family, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Backend switch
    {
        FirewallBackend.Nftables => $"{Family} {Name}",
        FirewallBackend.IptablesLegacy => $"{Family} {Name} (legacy)",
        _ => $"{Family} {Name} (iptables)",
    };
}
