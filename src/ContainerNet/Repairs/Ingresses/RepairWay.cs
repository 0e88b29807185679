namespace ContainerNet.Repairs.Ingresses;

/// <summary>What is done about the path of the application itself; the smaller change first.</summary>
internal enum RepairWay
{
    /// <summary>Nothing: it is right.</summary>
    Keep,

    /// <summary>It becomes a prefix without a rewrite.</summary>
    Plain,

    /// <summary>It becomes a pattern whose rest is the new path.</summary>
    Capture,

    /// <summary>The same in an Ingress of its own, because the other paths of this one would be rewritten too.</summary>
    CaptureBeside,

    /// <summary>The application moves to a host of its own.</summary>
    OwnHost,
}
