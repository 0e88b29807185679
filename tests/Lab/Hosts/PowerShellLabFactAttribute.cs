namespace ContainerNet.Lab.Hosts;

/// <summary>As <see cref="LabFactAttribute"/>, for tests that ask PowerShell inside the host.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PowerShellLabFactAttribute : FactAttribute
{
    /// <summary>Decides at discovery.</summary>
    public PowerShellLabFactAttribute() => Skip = LabRequirements.MissingForPowerShell;
}
