namespace ContainerNet.Model;

/// <summary>What the engine says a container is doing.</summary>
public enum ContainerState
{
    /// <summary>A state that this version does not know.</summary>
    Unknown,

    /// <summary>Created and never started, or its start failed.</summary>
    Created,

    /// <summary>Its process runs.</summary>
    Running,

    /// <summary>Frozen.</summary>
    Paused,

    /// <summary>Between two starts.</summary>
    Restarting,

    /// <summary>Its process ended.</summary>
    Exited,

    /// <summary>Could not be removed or torn down.</summary>
    Dead,
}
