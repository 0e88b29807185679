using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Collection;
using ContainerNet.Model;
using ContainerNet.Repairs;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Switches forwarding on or off, now and, with -Persist, for every boot to come.</summary>
[Cmdlet(VerbsCommon.Set, "IpForward", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(IpForward))]
public sealed class SetIpForwardCommand : RepairCommand
{
    /// <summary>Should packets be forwarded?</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public bool Enabled { get; set; }

    /// <summary>Also writes a file of our own that wins at every boot; files of packages are never edited.</summary>
    [Parameter]
    public SwitchParameter Persist { get; set; }

    /// <summary>The families; IPv4 when none is named, since forwarding IPv6 makes the kernel ignore router
    /// advertisements.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Family")]
    public AddressFamily[] AddressFamily { get; set; } = [Model.AddressFamily.IPv4];

    /// <summary>One interface, or "all", the main switch of the family.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("InterfaceAlias")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public string Interface { get; set; } = "all";

    private protected override FactKinds Needs => FactKinds.Settings | FactKinds.Links;

    private protected override void Process()
    {
        foreach (AddressFamily family in AddressFamily)
        {
            RepairPlan plan = ForwardingPlan.Make(Facts, family, Interface, Enabled, Persist);
            if (Apply(plan) is null)
            {
                continue;
            }

            Forget();
            foreach (IpForward now in IpForwards.Of(Facts)
                .Where(f => f.Family == family && string.Equals(f.Interface, Interface, StringComparison.Ordinal)))
            {
                WriteObject(now);
            }
        }
    }
}
