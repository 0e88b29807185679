using System.Management.Automation;
using ContainerNet.Collection;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Model.Compose;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Shows published ports: the address that clients use, the container behind it, and who listens there. Or the ports that compose files
/// would publish, and who stands in their way.</summary>
[Cmdlet(VerbsCommon.Get, "ContainerPort", DefaultParameterSetName = Published)]
[OutputType(typeof(ContainerPort), ParameterSetName = [Published])]
[OutputType(typeof(PlannedPort), ParameterSetName = [Planned])]
public sealed class GetContainerPortCommand : ContainerCommand
{
    private const string Published = "Published";
    private const string Planned = "Plan";

    private IReadOnlyList<int> _wanted = [];

    /// <summary>Compose files, each laid over those before it: the ports that they would publish are shown, before anything is
    /// started.</summary>
    [Parameter(Mandatory = true, ParameterSetName = Planned)]
    [ValidateNotNullOrEmpty]
    public string[] Plan { get; set; } = [];

    /// <summary>The profiles of the compose files that would be started.</summary>
    [Parameter(ParameterSetName = Planned)]
    public string[] Profile { get; set; } = [];

    /// <summary>Files with variables for the compose files; without any, .env beside the first one.</summary>
    [Parameter(ParameterSetName = Planned)]
    public string[] EnvironmentFile { get; set; } = [];

    /// <summary>Also the ports of containers that do not run; of compose files also those that are exposed and not published.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private protected override FactKinds Needs => FactKinds.Engines | FactKinds.Listeners
        | (ParameterSetName == Planned ? FactKinds.HostListeners : FactKinds.None);

    private protected override CollectOptions Options => base.Options with { OwnersOf = _wanted };

    private protected override void Process()
    {
        if (ParameterSetName == Planned)
        {
            WritePlan();
            return;
        }

        // Somebody who names a container wants to see its ports, running or not.
        foreach (ContainerPort port in WantedPorts(stopped: All || Container is { Length: > 0 }))
        {
            WriteObject(port);
        }
    }

    private void WritePlan()
    {
        using LinuxHost host = new();
        ComposeProject project = ComposeInput.Read(this, host, Plan, EnvironmentFile, Profile);
        _wanted = [.. PlannedPorts.Of(project, null).SelectMany(p => Enumerable.Range(p.HostPort, p.LastHostPort - p.HostPort + 1)).Distinct()];
        NameFilter containers = new(Container);
        NameFilter networks = new(Network);
        foreach (PlannedPort port in PlannedPorts.Of(project, Facts))
        {
            bool named = containers.Matches(port.Container) || containers.Matches(port.Service);
            if (named && (networks.IsEmpty || networks.MatchesAny(port.Network)) && Passes(Port, port.HostPort)
                && Passes(Protocol, port.Protocol) && (port.Published || All))
            {
                WriteObject(port);
            }
        }

        WriteMissing("service", containers, project.Services.Select(s => s.Name));
        WriteMissing("network", networks, project.Networks.Select(n => n.Name));
    }
}
