namespace ContainerNet.Paths.Ingresses;

/// <summary>How much an annotation can do, in the words of ingress-nginx: an administrator allows up to one of them.</summary>
public enum AnnotationRisk
{
    /// <summary>A switch, a number.</summary>
    Low,

    /// <summary>A path, an address.</summary>
    Medium,

    /// <summary>Names of other servers, variables.</summary>
    High,

    /// <summary>Any configuration.</summary>
    Critical,
}
