namespace ContainerNet.Findings;

/// <summary>A finding's place in the chain of causes.</summary>
public enum FindingRole
{
    /// <summary>Mending this mends what follows from it.</summary>
    RootCause,

    /// <summary>Explained by another finding.</summary>
    Consequence,

    /// <summary>Not broken now; will break at the next restart, reload or reboot.</summary>
    Latent,
}
