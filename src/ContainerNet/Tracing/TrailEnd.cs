namespace ContainerNet.Tracing;

/// <summary>How a packet's trail through one network namespace ended.</summary>
internal enum TrailEnd
{
    /// <summary>It has not.</summary>
    Open,

    /// <summary>At a rule or policy that dropped it.</summary>
    Dropped,

    /// <summary>At a socket of the namespace.</summary>
    Delivered,

    /// <summary>By an interface.</summary>
    Left,

    /// <summary>Nothing more was seen of it: the last event tells where.</summary>
    Vanished,
}
