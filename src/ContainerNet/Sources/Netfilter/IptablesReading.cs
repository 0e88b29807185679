using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>What the iptables tools say of one family.</summary>
internal sealed record IptablesReading
{
    /// <summary>ip or ip6.</summary>
    public required string Family { get; init; }

    /// <summary>The chains of both backends.</summary>
    public IReadOnlyList<FirewallChain> Chains { get; init; } = [];

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<Gap> Gaps { get; init; } = [];

    /// <summary>The tool failed on the nf_tables side, so that its text may end too early and is not used; null when it did not.</summary>
    public Gap? Failure { get; init; }

    /// <summary>Did a tool list the tables that iptables has in nf_tables?</summary>
    public bool NftListed { get; init; }

    /// <summary>Tables of nf_tables that the tool printed whole.</summary>
    public IReadOnlySet<string> Printed { get; init; } = new HashSet<string>();

    /// <summary>Did the tool print that table of nf_tables, and nothing failed?</summary>
    public bool Shows(string table) => Failure is null && Printed.Contains(table);

    /// <summary>Is no iptables tool installed for this family?</summary>
    public bool ToolMissing { get; init; }
}
