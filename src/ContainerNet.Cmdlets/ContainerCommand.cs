using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets;

/// <summary>A cmdlet whose answer can be narrowed to containers, networks and ports.</summary>
public abstract class ContainerCommand : EngineCommand
{
    /// <summary>The containers; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public virtual string[]? Container { get; set; }

    /// <summary>The networks; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public virtual string[]? Network { get; set; }

    /// <summary>The host ports, that is, the ports that clients use.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidatePort]
    [AllowNull]
    [AllowEmptyCollection]
    public virtual int[]? Port { get; set; }

    /// <summary>The transports.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public virtual Protocol[]? Protocol { get; set; }

    /// <summary>The published ports that the parameters name.</summary>
    /// <param name="stopped">Also those of containers that do not run.</param>
    private protected IEnumerable<ContainerPort> WantedPorts(bool stopped)
    {
        NameFilter engines = new(Engine);
        NameFilter containers = new(Container);
        NameFilter networks = new(Network);
        foreach (ContainerPort port in ContainerPorts.Of(Facts))
        {
            if (engines.Matches(port.Engine) && containers.Matches(port.Container) && networks.Matches(port.Network)
                && Passes(Port, port.HostPort) && Passes(Protocol, port.Protocol) && (port.Running || stopped))
            {
                yield return port;
            }
        }

        WriteMissing(engines, containers, networks);
    }

    /// <summary>Says which of the names exist nowhere. One that exists and has nothing to show is no error.</summary>
    private protected void WriteMissing(NameFilter engines, NameFilter containers, NameFilter networks)
    {
        WriteMissing("engine", engines, Facts.Engines.Select(e => e.Name));
        WriteMissing("container", containers, Facts.Containers.Select(c => c.Name));
        WriteMissing("network", networks, Facts.Networks.Select(n => n.Name));
    }

    private protected static bool Passes<T>(T[]? wanted, T value) =>
        wanted is null || wanted.Length == 0 || wanted.Contains(value);
}
