namespace ContainerNet.Tracing;

/// <summary>What our own chains are, and the hooks at which they stand.</summary>
internal static class TraceHooks
{
    /// <summary>What the chain of that name in our own table marks.</summary>
    public static TraceMarker MarkerOf(string chain) => chain switch
    {
        TraceChains.Prerouting => TraceMarker.Pre,
        TraceChains.PreroutingTracked => TraceMarker.PreTracked,
        TraceChains.PreroutingEnd => TraceMarker.PreEnd,
        TraceChains.Input => TraceMarker.Input,
        TraceChains.InputEnd => TraceMarker.InputEnd,
        TraceChains.Forward => TraceMarker.Forward,
        TraceChains.ForwardEnd => TraceMarker.ForwardEnd,
        TraceChains.Output => TraceMarker.Output,
        TraceChains.OutputTracked => TraceMarker.OutputTracked,
        TraceChains.OutputEnd => TraceMarker.OutputEnd,
        TraceChains.Postrouting => TraceMarker.Post,
        TraceChains.PostroutingEnd => TraceMarker.PostEnd,
        _ => TraceMarker.Foreign,
    };

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
