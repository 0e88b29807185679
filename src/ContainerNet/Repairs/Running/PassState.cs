namespace ContainerNet.Repairs.Running;

/// <summary>What became of a finding in a pass.</summary>
public enum PassState
{
    /// <summary>Named; nothing was to be changed.</summary>
    Found,

    /// <summary>Mended, and gone when looked at again.</summary>
    Repaired,

    /// <summary>A repair was tried and failed, or the finding is still there.</summary>
    Failed,

    /// <summary>No safe repair is known.</summary>
    Unsupported,

    /// <summary>The same repair was made too often within the hour, so that it was not made again.</summary>
    Stopped,
}
