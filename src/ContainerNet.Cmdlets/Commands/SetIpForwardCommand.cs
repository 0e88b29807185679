using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Hosting;
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
        string? interfaceName = Interface == "all" ? null : Interface;
        foreach (AddressFamily family in AddressFamily)
        {
            if (!IpForwards.Of(Facts).Any(f => IsMeant(f, family)))
            {
                throw new ContainerNetException(
                    Problem.TargetNotFound, Interface, $"There is no interface '{Interface}' for {family} on {Facts.Host.Name}.");
            }

            RepairResult? result = Apply(ForwardingPlan.Make(Facts, family, Enabled, Persist, interfaceName));
            if (result is not null)
            {
                WriteNow(family, result);
            }
        }
    }

    /// <summary>The state afterwards, from the kernel and the files and not from what we think we did.</summary>
    private void WriteNow(AddressFamily family, RepairResult result)
    {
        foreach (string note in result.Notes)
        {
            WriteWarning(Display.Clean(note));
        }

        Await(LookAgainAsync(StopToken), "Reading the host", new LatestStatus("kernel settings"));
        foreach (IpForward now in IpForwards.Of(Facts).Where(f => IsMeant(f, family)))
        {
            WriteObject(now);
        }
    }

    private bool IsMeant(IpForward forward, AddressFamily family) =>
        forward.Family == family && string.Equals(forward.Interface, Interface, StringComparison.Ordinal);
}
