using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Shows the networks of the engines, with their bridges, ranges and members.</summary>
[Cmdlet(VerbsCommon.Get, "ContainerNetwork")]
[OutputType(typeof(ContainerNetwork))]
public sealed class GetContainerNetworkCommand : EngineCommand
{
    /// <summary>The networks; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SupportsWildcards]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public string[]? Network { get; set; }

    /// <summary>Only the networks that these containers are attached to; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string[]? Container { get; set; }

    private protected override FactKinds Needs => FactKinds.Engines;

    private protected override void Process()
    {
        NameFilter engines = new(Engine);
        NameFilter networks = new(Network);
        NameFilter members = new(Container);
        WriteObject(
            Facts.Networks
                .Where(n => engines.Matches(n.Engine) && networks.Matches(n.Name) && members.MatchesAny(n.Members))
                .ToList(),
            enumerateCollection: true);
        WriteMissing("engine", engines, Facts.Engines.Select(e => e.Name));
        WriteMissing("network", networks, Facts.Networks.Select(n => n.Name));
        WriteMissing("container", members, Facts.Containers.Select(c => c.Name));
    }
}
