namespace ContainerNet.Tracing;

/// <summary>Which packets of a container are watched.</summary>
public enum TraceDirection
{
    /// <summary>Those that are sent to it.</summary>
    In,

    /// <summary>Those that it sends.</summary>
    Out,

    /// <summary>Both.</summary>
    Both,
}
