namespace ContainerNet.Lab.Hosts;

/// <summary>A test that needs a lab host; skipped, with the reason, where there can be none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LabFactAttribute : FactAttribute
{
    /// <summary>Decides at discovery.</summary>
    public LabFactAttribute() => Skip = LabRequirements.MissingForLab;
}
