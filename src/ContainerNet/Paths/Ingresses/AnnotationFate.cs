namespace ContainerNet.Paths.Ingresses;

/// <summary>What becomes of an annotation that does not do what it says.</summary>
public enum AnnotationFate
{
    /// <summary>It has no effect.</summary>
    Ignored,

    /// <summary>The whole Ingress is refused when it is applied, and passed over where it is there already.</summary>
    RefusesIngress,

    /// <summary>Every path of the Ingress answers 503.</summary>
    DeniesPaths,
}
