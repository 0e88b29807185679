using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;

namespace ContainerNet.Cmdlets;

/// <summary>A cmdlet that asks engines.</summary>
public abstract class EngineCommand : SnapshotCommand
{
    /// <summary>The engines to ask: docker, podman, podman:USER; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(EngineCompleter))]
    public virtual string[]? Engine { get; set; }
}
