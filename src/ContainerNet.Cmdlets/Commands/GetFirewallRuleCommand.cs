using System.Management.Automation;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Shows the rules of iptables (nft and legacy) and nftables in one shape, with counters, handles and owners.</summary>
[Cmdlet(VerbsCommon.Get, "FirewallRule", DefaultParameterSetName = ByName)]
[OutputType(typeof(FirewallRule))]
public sealed class GetFirewallRuleCommand : FirewallCommand
{
    private const string ByName = "ByName";
    private const string ByChain = "ByChain";

    /// <summary>Chains from Get-FirewallChain, whose rules are shown.</summary>
    [Parameter(ParameterSetName = ByChain, Mandatory = true, ValueFromPipeline = true)]
    public FirewallChain[] InputObject { get; set; } = [];

    /// <summary>What the rules do: Drop, Reject, Dnat ...</summary>
    [Parameter]
    public RuleAction[]? Action { get; set; }

    private protected override void Process()
    {
        IEnumerable<FirewallChain> chains = ParameterSetName == ByChain ? InputObject : WantedChains();
        foreach (FirewallRule rule in chains.SelectMany(c => c.Rules))
        {
            if (PassesOwner(rule.Owner) && (Action is null || Action.Contains(rule.Action)))
            {
                WriteObject(rule);
            }
        }
    }
}
