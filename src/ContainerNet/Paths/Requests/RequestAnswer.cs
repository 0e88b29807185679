using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>What a proxy does with a request, as its configuration has it. Nothing is sent for it.</summary>
public sealed record RequestAnswer
{
    /// <summary>What becomes of it.</summary>
    public required RequestOutcome Outcome { get; init; }

    /// <summary>Why, where that is not plain from the rest.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The server that took it.</summary>
    public HttpServer? Server { get; init; }

    /// <summary>The location that took it; null when none did.</summary>
    public Location? Location { get; init; }

    /// <summary>What holds for it: the location's settings, or those of an `if` inside it.</summary>
    public LocationSettings? Settings { get; init; }

    /// <summary>The path that the location was chosen by, without escapes.</summary>
    public string Path { get; init; } = "";

    /// <summary>The status, where the proxy answers itself.</summary>
    public int? Status { get; init; }

    /// <summary>Where the client is sent.</summary>
    public string? RedirectTo { get; init; }

    /// <summary>The text of the answer, where the configuration gives one and everything in it is known.</summary>
    public string? Text { get; init; }

    /// <summary>What is asked of the server behind.</summary>
    public UpstreamRequest? Upstream { get; init; }

    /// <summary>The directives that had a part in it, in the order in which they took effect.</summary>
    public IReadOnlyList<ProxyDirective> Steps { get; init; } = [];

    /// <summary>Directives that may let it end otherwise, by what the configuration does not say: files, passwords, rates.</summary>
    public IReadOnlyList<ProxyDirective> Conditions { get; init; } = [];

    /// <summary>The directive behind which nothing is known, when the outcome is Unknown.</summary>
    public ProxyDirective? NotUnderstood { get; init; }
}
