namespace ContainerNet.Model;

/// <summary>The software that runs the containers.</summary>
public enum EngineKind
{
    /// <summary>Docker Engine (dockerd).</summary>
    Docker,

    /// <summary>Podman through its Docker-compatible API.</summary>
    Podman,
}
