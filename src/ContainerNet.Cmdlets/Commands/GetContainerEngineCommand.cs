using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Shows the container engines of the host.</summary>
[Cmdlet(VerbsCommon.Get, "ContainerEngine")]
[OutputType(typeof(ContainerEngine))]
public sealed class GetContainerEngineCommand : EngineCommand
{
    /// <summary>The engines: docker, podman, podman:USER; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SupportsWildcards]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(EngineCompleter))]
    public override string[]? Engine { get; set; }

    private protected override FactKinds Needs => FactKinds.Engines;

    private protected override void Process()
    {
        NameFilter names = new(Engine);
        WriteObject(Facts.Engines.Where(e => names.Matches(e.Name)).ToList(), enumerateCollection: true);
        WriteMissing("engine", names);
    }
}
