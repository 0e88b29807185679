namespace ContainerNet.Paths.Ingresses;

/// <summary>What is different about a URL after a move.</summary>
public enum RouteChangeKind
{
    /// <summary>It reached a service, and reaches none.</summary>
    Lost,

    /// <summary>It reached none, and reaches one.</summary>
    Gained,

    /// <summary>Another service answers.</summary>
    OtherService,

    /// <summary>The service gets another path.</summary>
    OtherTarget,

    /// <summary>The client is sent elsewhere, or not at all.</summary>
    OtherRedirect,

    /// <summary>Of one of the two it is not known.</summary>
    Unknown,
}
