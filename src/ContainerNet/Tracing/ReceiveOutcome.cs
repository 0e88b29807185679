namespace ContainerNet.Tracing;

/// <summary>What a receive came to.</summary>
internal enum ReceiveOutcome
{
    /// <summary>The socket was empty, and stayed so.</summary>
    Nothing,

    /// <summary>Messages came.</summary>
    Some,

    /// <summary>The kernel says that it had no room and dropped messages (ENOBUFS).</summary>
    Lost,

    /// <summary>The socket is of no use any more.</summary>
    Broken,
}
