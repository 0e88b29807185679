namespace ContainerNet.Paths.Ingresses;

/// <summary>Who answers a request, whatever kind of ingress it comes to: what two of them are compared by.</summary>
public sealed record RouteChoice
{
    /// <summary>Is it known?</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>"namespace/service:port"; several where shares of it go to several; "" where no service answers.</summary>
    public string Backend { get; init; } = "";

    /// <summary>Path and query as the application gets them.</summary>
    public string Target { get; init; } = "";

    /// <summary>The status, where no service answers.</summary>
    public int? Status { get; init; }

    /// <summary>Where the client is sent.</summary>
    public string RedirectTo { get; init; } = "";

    /// <summary>Which path of which resource it is, or why nobody knows.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Does the same come of a request?</summary>
    public bool IsSame(RouteChoice other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsKnown && other.IsKnown && Backend == other.Backend && Target == other.Target && Status == other.Status && RedirectTo == other.RedirectTo;
    }

    /// <inheritdoc/>
    public override string ToString() => !IsKnown ? $"not known: {Reason}" : Backend.Length > 0 ? $"{Backend} {Target}"
        : RedirectTo.Length > 0 ? $"{Status} {RedirectTo}" : $"{Status}";
}
