namespace ContainerNet.Lab.Hosts;

/// <summary>As <see cref="LabFactAttribute"/>, for tests that look at the calls of a program to the kernel.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StraceLabFactAttribute : FactAttribute
{
    /// <summary>Decides at discovery.</summary>
    public StraceLabFactAttribute() => Skip = LabRequirements.MissingForTracing;
}
