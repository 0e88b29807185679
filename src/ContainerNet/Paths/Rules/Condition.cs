using System.Runtime.InteropServices;
using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>One step of a compiled rule. Small and flat: there may be millions.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Condition
{
    /// <summary>A step.</summary>
    public Condition(ConditionKind kind, RuleField field = RuleField.Unknown, bool negated = false, uint a = 0, uint b = 0, object? data = null)
    {
        Kind = kind;
        Field = (byte)field;
        Negated = negated;
        A = a;
        B = b;
        Data = data;
    }

    /// <summary>What it does.</summary>
    public readonly ConditionKind Kind;

    /// <summary>Which <see cref="RuleField"/> it looks at.</summary>
    public readonly byte Field;

    /// <summary>True when it must not hold.</summary>
    public readonly bool Negated;

    /// <summary>Meaning depends on the kind.</summary>
    public readonly uint A;

    /// <summary>Meaning depends on the kind.</summary>
    public readonly uint B;

    /// <summary>Meaning depends on the kind.</summary>
    public readonly object? Data;

    /// <summary>Does it change something instead of asking?</summary>
    public bool IsEffect => Kind >= ConditionKind.SetMark;

    /// <summary>May it hold or not for one and the same packet? Such are asked last, so that only those ways fork that get there.</summary>
    public bool IsOpen => Kind is ConditionKind.Rate or ConditionKind.Draw or ConditionKind.Doubt
        or ConditionKind.Owner or ConditionKind.Hardware;
}
