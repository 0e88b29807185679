using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets;

/// <summary>A cmdlet that shows what the firewalls hold.</summary>
public abstract class FirewallCommand : SnapshotCommand
{
    /// <summary>The chains; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ChainCompleter))]
    public virtual string[]? Chain { get; set; }

    /// <summary>The tables by name, such as filter, nat or firewalld; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[]? Table { get; set; }

    /// <summary>Only tables of these families: ip, ip6, inet, bridge ...</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    public string[]? Family { get; set; }

    /// <summary>Only these rule engines of the kernel.</summary>
    [Parameter]
    public FirewallBackend[]? Backend { get; set; }

    /// <summary>Only what these programs wrote: Docker, Firewalld, Netavark ...</summary>
    [Parameter]
    public RuleOwner[]? Owner { get; set; }

    private protected override FactKinds Needs => FactKinds.Firewall | FactKinds.Firewall6;

    private protected IEnumerable<FirewallChain> WantedChains()
    {
        NameFilter chains = new(Chain);
        NameFilter tables = new(Table);
        NameFilter families = new(Family);
        foreach (FirewallChain chain in Facts.Chains)
        {
            if (chains.Matches(chain.Name) && tables.Matches(chain.Table.Name) && families.Matches(chain.Table.Family)
                && (Backend is null || Backend.Contains(chain.Table.Backend)))
            {
                yield return chain;
            }
        }

        WriteMissing("chain", chains);
        WriteMissing("table", tables);
    }

    private protected bool PassesOwner(RuleOwner owner) => Owner is null || Owner.Contains(owner);
}
