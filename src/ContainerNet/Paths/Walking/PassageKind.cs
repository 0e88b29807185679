namespace ContainerNet.Paths.Walking;

/// <summary>What becomes of a packet that leaves by an interface.</summary>
internal enum PassageKind
{
    /// <summary>It cannot be told.</summary>
    Unknown,

    /// <summary>Back into the same namespace, by its loopback interface.</summary>
    Loopback,

    /// <summary>Into another namespace.</summary>
    Into,

    /// <summary>To other machines.</summary>
    Outside,

    /// <summary>Nowhere.</summary>
    Broken,
}
