namespace ContainerNet.Paths.Cookies;

/// <summary>A request that cookies may go along with.</summary>
public sealed record CookieRequest
{
    /// <summary>The URL; ws and wss are as http and https.</summary>
    public required Uri Url { get; init; }

    /// <summary>The page that asks; null where the request brings a page by itself, as when an address is typed.</summary>
    public Uri? Page { get; init; }

    /// <summary>Does it bring a new page to the window? Frames, pictures, scripts and WebSockets do not.</summary>
    public bool IsNavigation { get; init; } = true;

    /// <summary>The method.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }
}
