namespace ContainerNet.Repairs;

/// <summary>How an engine's rules are put back.</summary>
public enum ChainRepairMethod
{
    /// <summary>The missing rules are written in one transaction a table; nothing is restarted. Docker only.</summary>
    Restore,

    /// <summary>The engine is asked to write all its rules again: podman network reload; for Docker, a reload of firewalld, which
    /// dockerd answers with its rules.</summary>
    Reload,

    /// <summary>The daemon is restarted.</summary>
    Restart,
}
