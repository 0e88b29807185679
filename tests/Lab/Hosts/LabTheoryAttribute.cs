namespace ContainerNet.Lab.Hosts;

/// <summary>A table of tests that need lab hosts; skipped, with the reason, where there can be none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LabTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides at discovery.</summary>
    public LabTheoryAttribute() => Skip = LabRequirements.MissingForLab;
}
