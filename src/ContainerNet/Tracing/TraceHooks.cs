namespace ContainerNet.Tracing;

/// <summary>The hook at which our own chains stand.</summary>
internal static class TraceHooks
{
    /// <summary>Its name; null for a chain of somebody else.</summary>
    public static string? Of(TraceMarker marker) => marker switch
    {
        TraceMarker.Pre or TraceMarker.PreTracked or TraceMarker.PreEnd => "prerouting",
        TraceMarker.Input or TraceMarker.InputEnd => "input",
        TraceMarker.Forward or TraceMarker.ForwardEnd => "forward",
        TraceMarker.Output or TraceMarker.OutputTracked or TraceMarker.OutputEnd => "output",
        TraceMarker.Post or TraceMarker.PostEnd => "postrouting",
        _ => null,
    };
}
