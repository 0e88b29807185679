namespace ContainerNet.Probes;

/// <summary>A table of tests that need root; says why it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute() => Skip = Environment.IsPrivilegedProcess ? null : "needs root: makes a network namespace";
}
