namespace ContainerNet.Paths.Ingresses;

/// <summary>What the value of an annotation has to look like.</summary>
internal enum AnnotationShape
{
    /// <summary>Anything, or something that is not checked here.</summary>
    Any,

    /// <summary>A truth value of Go.</summary>
    Truth,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A path with captures.</summary>
    Path,

    /// <summary>Characters of a URL.</summary>
    Address,

    /// <summary>Characters of names and paths.</summary>
    Name,

    /// <summary>Characters of names, of patterns too.</summary>
    Pattern,

    /// <summary>close or keep-alive.</summary>
    Connection,

    /// <summary>Protocols of backends.</summary>
    Protocol,

    /// <summary>cookie.</summary>
    Cookie,

    /// <summary>none, lax or strict.</summary>
    SameSite,

    /// <summary>1.0 or 1.1.</summary>
    HttpVersion,

    /// <summary>A name of a service.</summary>
    Service,
}
