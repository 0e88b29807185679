namespace ContainerNet.Model.Proxies;

/// <summary>Lines of an error log that tell the same of the same.</summary>
public sealed record ProxyLogSummary
{
    /// <summary>What they tell of.</summary>
    public required ProxyErrorKind Kind { get; init; }

    /// <summary>The server behind, without the path; null when they name none.</summary>
    public string? Upstream { get; init; }

    /// <summary>The name of the server; null when they name none.</summary>
    public string? Server { get; init; }

    /// <summary>How many there are.</summary>
    public required int Count { get; init; }

    /// <summary>When the first was written.</summary>
    public required DateTime First { get; init; }

    /// <summary>When the last was written.</summary>
    public required DateTime Last { get; init; }

    /// <summary>The same with the zone that the proxy writes its times in; null when it was not told.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>The last of them.</summary>
    public required ProxyLogEntry Example { get; init; }

    /// <summary>What it means, in one sentence.</summary>
    public string Meaning => ProxyErrorMeaning.Of(Kind);

    /// <inheritdoc/>
    public override string ToString() => $"{Count} times, last {Last:yyyy-MM-dd HH:mm:ss}: {Example.Message}"
        + (Upstream is null ? "" : $" ({Upstream})");

    /// <summary>Puts lines together; the most frequent come first. Lines of which nothing is known are left out.</summary>
    public static IReadOnlyList<ProxyLogSummary> Of(IEnumerable<ProxyLogEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return [.. entries
            .Where(e => e.Kind != ProxyErrorKind.Other)
            .GroupBy(e => (e.Kind, e.UpstreamAddress, e.Server, e.Name))
            .Select(group => new ProxyLogSummary
            {
                Kind = group.Key.Kind,
                Upstream = group.Key.UpstreamAddress,
                Server = group.Key.Server,
                Count = group.Count(),
                First = group.Min(e => e.Time),
                Last = group.Max(e => e.Time),
                Example = group.Last(),
            })
            .OrderByDescending(s => s.Count).ThenByDescending(s => s.Last)];
    }
}
