namespace ContainerNet.Repairs.Ingresses;

/// <summary>Something that an application wants and does not get.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">The path that it is about.</param>
/// <param name="Reason">What comes of it instead.</param>
internal sealed record UnmetNeed(NeedKind Kind, string Path, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind switch
    {
        NeedKind.Page => "the page",
        NeedKind.Redirect => "the redirect to",
        NeedKind.Asset => "the asset",
        NeedKind.Cookie => "the cookie of",
        NeedKind.WebSocketHeader => "the headers of the WebSocket",
        _ => "the WebSocket",
    }} {Path}: {Reason}";
}
