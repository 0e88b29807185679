using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Collection;

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

    /// <summary>One engine that is named is the only one that is asked; the others may hang or be denied to this user.</summary>
    private protected override CollectOptions Options => new() { Kinds = Needs, Engine = Engine is [string only] ? only : null };
}
