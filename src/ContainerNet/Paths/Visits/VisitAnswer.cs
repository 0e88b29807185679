namespace ContainerNet.Paths.Visits;

/// <summary>What came for a request of a visit.</summary>
public sealed record VisitAnswer
{
    /// <summary>The status; null when no answer came, or none is known.</summary>
    public int? Status { get; init; }

    /// <summary>The headers, one that comes twice twice.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The beginning of the body.</summary>
    public string Body { get; init; } = "";

    /// <summary>What happened, in words.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Does the ingress answer, and no application?</summary>
    public bool IsOfIngress { get; init; }

    /// <summary>Is the answer that of another application, which was not asked, or not known for another reason?</summary>
    public bool IsUnknown { get; init; }

    /// <summary>The Location header before the ingress changed it; null where it is not known to have done so.</summary>
    public string? OwnLocation { get; init; }

    /// <summary>The Set-Cookie headers before the ingress changed them; null where it is not known to have done so.</summary>
    public IReadOnlyList<string>? OwnCookies { get; init; }

    /// <summary>The values of a header.</summary>
    public IEnumerable<string> All(string name) => Headers.Where(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value);

    /// <summary>The first value of a header; null without.</summary>
    public string? Header(string name) => All(name).FirstOrDefault();

    /// <summary>The type of the body, without its parameters.</summary>
    public string Type => (Header("Content-Type") ?? "").Split(';')[0].Trim().ToLowerInvariant();
}
