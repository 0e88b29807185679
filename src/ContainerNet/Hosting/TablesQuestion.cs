namespace ContainerNet.Hosting;

/// <summary>What to ask nf_tables for (include/uapi/linux/netfilter/nf_tables.h).</summary>
/// <param name="Command">NFT_MSG_GETTABLE, NFT_MSG_GETCHAIN or NFT_MSG_GETRULE.</param>
/// <param name="Family">NFPROTO_..., or 0 for all.</param>
/// <param name="Table">For rules: only those of this table; null for all.</param>
/// <param name="Chain">For rules: only those of this chain of the table; null for all.</param>
/// <param name="ProcessId">A process of the network namespace that is meant; null for our own.</param>
public sealed record TablesQuestion(
    byte Command, byte Family, string? Table = null, string? Chain = null, int? ProcessId = null);
