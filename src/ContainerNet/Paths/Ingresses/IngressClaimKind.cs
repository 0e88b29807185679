namespace ContainerNet.Paths.Ingresses;

/// <summary>What comes of a path that was taken already.</summary>
public enum IngressClaimKind
{
    /// <summary>The later one is passed over.</summary>
    PassedOver,

    /// <summary>The configuration has the same location twice: nginx refuses it, and goes on with the one that it has. No change of any
    /// Ingress takes effect until that is mended.</summary>
    BreaksConfiguration,
}
