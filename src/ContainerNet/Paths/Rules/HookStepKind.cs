namespace ContainerNet.Paths.Rules;

/// <summary>What the kernel calls at a hook.</summary>
internal enum HookStepKind
{
    /// <summary>A base chain.</summary>
    Chain,

    /// <summary>Connection tracking finds the packet's connection, or begins one.</summary>
    Tracking,

    /// <summary>Translation, which asks chains of type nat.</summary>
    Translation,
}
