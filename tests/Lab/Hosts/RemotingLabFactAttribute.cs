namespace ContainerNet.Lab.Hosts;

/// <summary>As <see cref="PowerShellLabFactAttribute"/>, for tests that reach lab hosts over SSH.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RemotingLabFactAttribute : FactAttribute
{
    /// <summary>Decides at discovery.</summary>
    public RemotingLabFactAttribute() => Skip = LabRequirements.MissingForRemoting;
}
