using System.Runtime.InteropServices;
using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>A chain as it is run: a slice of rules.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct CompiledChain
{
    /// <summary>Its first rule.</summary>
    public int First;

    /// <summary>The rule after its last.</summary>
    public int End;

    /// <summary>Why nobody can say what it does, or null: it was not read.</summary>
    public string? Doubt;

    /// <summary>The chain.</summary>
    public FirewallChain Source;
}
