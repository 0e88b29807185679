using System.Runtime.InteropServices;
using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>A rule as it is run: a slice of conditions, and what comes after them.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct CompiledRule
{
    /// <summary>Its first condition.</summary>
    public int First;

    /// <summary>How many there are.</summary>
    public int Count;

    /// <summary>What it does when they hold.</summary>
    public RuleAction Action;

    /// <summary>True when it can change nothing that is followed: it is asked only where every match is wanted.</summary>
    public bool IsPassive;

    /// <summary>The index of the chain of a jump or goto; -1 for a chain that does not exist.</summary>
    public int Target;

    /// <summary>A <see cref="NatTarget"/>, a <see cref="VerdictTable"/>, or null.</summary>
    public object? Data;

    /// <summary>The rule.</summary>
    public FirewallRule Source;
}
