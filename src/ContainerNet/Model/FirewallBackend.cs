namespace ContainerNet.Model;

/// <summary>Which of the kernel's rule engines holds a chain.</summary>
public enum FirewallBackend
{
    /// <summary>nf_tables, written through iptables-nft: tables named filter, nat, mangle, raw, security.</summary>
    IptablesNft,

    /// <summary>The older x_tables, evaluated beside nf_tables and invisible to it.</summary>
    IptablesLegacy,

    /// <summary>A native nf_tables table.</summary>
    Nftables,
}
