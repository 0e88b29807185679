namespace ContainerNet.Sources.Engines.Api;

/// <summary>The firewall as Docker 28.2 and later tell of it.</summary>
internal sealed record FirewallDetail
{
    /// <summary>iptables, iptables+firewalld, nftables, nftables+firewalld.</summary>
    public string? Driver { get; init; }

    /// <summary>Pairs of a name and a value, such as ReloadedAt and a time.</summary>
    public List<List<string?>?>? Info { get; init; }
}
