namespace ContainerNet.Tracing;

/// <summary>A chain's full name in nf_tables.</summary>
/// <param name="Family">ip, ip6, inet, arp, bridge, netdev.</param>
/// <param name="Table">The table.</param>
/// <param name="Chain">The chain.</param>
internal sealed record ChainName(string Family, string Table, string Chain);
