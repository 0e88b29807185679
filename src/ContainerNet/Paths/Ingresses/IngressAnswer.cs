using ContainerNet.Model.Proxies;
using ContainerNet.Paths.Requests;

namespace ContainerNet.Paths.Ingresses;

/// <summary>What an ingress does with a request.</summary>
public sealed record IngressAnswer
{
    /// <summary>What becomes of it.</summary>
    public required IngressOutcome Outcome { get; init; }

    /// <summary>The status, where the ingress answers; null where an application does.</summary>
    public int? Status { get; init; }

    /// <summary>Why, where that is not plain from the rest.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The server that took it.</summary>
    public IngressServer? Server { get; init; }

    /// <summary>The location that took it; null for what no Ingress has a part in.</summary>
    public IngressLocation? Location { get; init; }

    /// <summary>Who is asked; null where nobody is.</summary>
    public IngressUpstream? Upstream { get; init; }

    /// <summary>Path and query as the application gets them.</summary>
    public string? Target { get; init; }

    /// <summary>The headers that the application gets.</summary>
    public IReadOnlyList<SentHeader> Headers { get; init; } = [];

    /// <summary>Where the client is sent.</summary>
    public string? RedirectTo { get; init; }

    /// <summary>What may let it end otherwise: a password, a question to somebody else, clients that may not come in, canaries.</summary>
    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>What nginx does with it by its configuration.</summary>
    public required RequestAnswer Nginx { get; init; }

    /// <summary>"host location", as a table shows it.</summary>
    public string Place => Server is null ? "" : $"{Server.Host} {Nginx.Location?.ToString() ?? "no location"}";

    /// <summary>The location of nginx.</summary>
    public Location? NginxLocation => Nginx.Location;
}
