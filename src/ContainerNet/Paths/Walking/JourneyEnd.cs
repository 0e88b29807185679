namespace ContainerNet.Paths.Walking;

/// <summary>Where a packet's journey ended.</summary>
internal enum JourneyEnd
{
    /// <summary>Something stopped it, or nobody can say.</summary>
    Stopped,

    /// <summary>At a socket of the namespace where it is.</summary>
    Arrived,

    /// <summary>It left for other machines.</summary>
    Outside,
}
