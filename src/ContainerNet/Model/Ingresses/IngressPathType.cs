namespace ContainerNet.Model.Ingresses;

/// <summary>How a path of an Ingress is held against that of a request.</summary>
public enum IngressPathType
{
    /// <summary>Element by element, from the first on.</summary>
    Prefix,

    /// <summary>As a whole.</summary>
    Exact,

    /// <summary>As the controller sees fit.</summary>
    ImplementationSpecific,
}
