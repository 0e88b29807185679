namespace ContainerNet.Probes.WebSockets;

/// <summary>The attempt ends here: this is what it met.</summary>
/// <param name="state">The state.</param>
/// <param name="detail">What was seen.</param>
/// <param name="reason">What it means, where more is known than the state tells.</param>
internal sealed class WebSocketFailureException(WebSocketState state, string detail, string? reason = null)
    : Exception(detail)
{
    /// <summary>The state.</summary>
    public WebSocketState State { get; } = state;

    /// <summary>What it means; null where the state tells all.</summary>
    public string? Reason { get; } = reason;
}
