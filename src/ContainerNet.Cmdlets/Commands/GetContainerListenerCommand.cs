using System.Management.Automation;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Shows the sockets that wait for clients inside containers, with the process that holds each.</summary>
[Cmdlet(VerbsCommon.Get, "ContainerListener")]
[OutputType(typeof(ContainerListener))]
public sealed class GetContainerListenerCommand : ContainerCommand
{
    /// <summary>The ports that the sockets listen on.</summary>
    [Parameter]
    [ValidatePort]
    public override int[]? Port { get; set; }

    /// <summary>Also the sockets of the host itself; their Container is empty.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private protected override FactKinds Needs => All
        ? FactKinds.Engines | FactKinds.Listeners | FactKinds.HostListeners
        : FactKinds.Engines | FactKinds.Listeners;

    private protected override void Process()
    {
        NameFilter engines = new(Engine);
        NameFilter containers = new(Container);
        NameFilter networks = new(Network);
        foreach (Container container in Facts.Containers)
        {
            if (containers.Matches(container.Name) && engines.Matches(container.Engine)
                && networks.MatchesAny(container.Endpoints.Select(e => e.Network)))
            {
                WriteSockets(container.Listeners ?? []);
            }
        }

        if (All && containers.IsEmpty && networks.IsEmpty)
        {
            WriteSockets(Facts.HostListeners);
        }

        WriteMissing(engines, containers, networks);
    }

    private void WriteSockets(IEnumerable<ContainerListener> sockets)
    {
        foreach (ContainerListener socket in sockets.Where(s => Passes(Port, s.Port) && Passes(Protocol, s.Protocol)))
        {
            WriteObject(socket);
        }
    }
}
