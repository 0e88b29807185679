using System.Management.Automation;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Shows published ports: the address that clients use, the container behind it, and who listens there.</summary>
[Cmdlet(VerbsCommon.Get, "ContainerPort")]
[OutputType(typeof(ContainerPort))]
public sealed class GetContainerPortCommand : ContainerCommand
{
    /// <summary>Also the ports of containers that do not run.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private protected override FactKinds Needs => FactKinds.Engines | FactKinds.Listeners;

    private protected override void Process()
    {
        // Somebody who names a container wants to see its ports, running or not.
        foreach (ContainerPort port in WantedPorts(stopped: All || Container is { Length: > 0 }))
        {
            WriteObject(port);
        }
    }
}
