namespace ContainerNet.Lab.Hosts;

/// <summary>As <see cref="LabTheoryAttribute"/>, for tests that ask PowerShell inside the host.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PowerShellLabTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides at discovery.</summary>
    public PowerShellLabTheoryAttribute() => Skip = LabRequirements.MissingForPowerShell;
}
