namespace ContainerNet.Tracing;

/// <summary>What a chain that an event names is to the tracer. The markers are chains of our own table, first and last at
/// each hook; in the order in which a packet can pass them.</summary>
internal enum TraceMarker
{
    /// <summary>A chain of somebody else: what the trace is about.</summary>
    None,

    /// <summary>A chain of another trace that runs at the same time, which is nobody's business.</summary>
    Foreign,

    /// <summary>First at prerouting; holds the rules that mark packets.</summary>
    Pre,

    /// <summary>At prerouting after connection tracking; holds the rules that mark answers.</summary>
    PreTracked,

    /// <summary>Last at prerouting: what comes next is the routing decision.</summary>
    PreEnd,

    /// <summary>First at output; holds the rules that mark packets.</summary>
    Output,

    /// <summary>At output after connection tracking; holds the rules that mark answers.</summary>
    OutputTracked,

    /// <summary>Last at output.</summary>
    OutputEnd,

    /// <summary>First at input: routed to this namespace itself.</summary>
    Input,

    /// <summary>Last at input: what comes next is a socket.</summary>
    InputEnd,

    /// <summary>First at forward: routed on.</summary>
    Forward,

    /// <summary>Last at forward.</summary>
    ForwardEnd,

    /// <summary>First at postrouting.</summary>
    Post,

    /// <summary>Last at postrouting: what comes next is the outgoing interface.</summary>
    PostEnd,
}
