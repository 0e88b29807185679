using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Shows the chains of iptables (nft and legacy) and nftables in one shape.</summary>
[Cmdlet(VerbsCommon.Get, "FirewallChain")]
[OutputType(typeof(FirewallChain))]
public sealed class GetFirewallChainCommand : FirewallCommand
{
    /// <summary>The chains; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ChainCompleter))]
    public override string[]? Chain { get; set; }

    /// <summary>Only the chains that a hook calls: prerouting, input, forward, output, postrouting.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(HookCompleter))]
    public string[]? Hook { get; set; }

    private protected override void Process()
    {
        NameFilter hooks = new(Hook);
        foreach (FirewallChain chain in WantedChains())
        {
            if (PassesOwner(chain.Owner) && hooks.Matches(chain.Hook))
            {
                WriteObject(chain);
            }
        }
    }
}
