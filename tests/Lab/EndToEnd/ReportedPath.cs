using System.Text.Json;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>A path as a script sees it: the names are part of the interface.</summary>
public sealed record ReportedPath
{
    /// <summary>Where it began, in words.</summary>
    public string From { get; init; } = "";

    /// <summary>Where it was to go, in words.</summary>
    public string To { get; init; } = "";

    /// <summary>Delivered, Dropped, Rejected, Unanswered or Unknown.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>Whether all of it was seen.</summary>
    public bool Complete { get; init; }

    /// <summary>The hop that made the verdict, or null.</summary>
    public ReportedHop? DecidingHop { get; init; }

    /// <summary>Every hop in order.</summary>
    public IReadOnlyList<ReportedHop> Hops { get; init; } = [];

    /// <summary>The verdict in one sentence.</summary>
    public string Message { get; init; } = "";

    /// <summary>From the sending to the verdict.</summary>
    public double ElapsedMs { get; init; }

    /// <summary>What weakens or explains the answer.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Reads a line of the tracer.</summary>
    public static ReportedPath Read(string line) =>
        JsonSerializer.Deserialize<ReportedPath>(line) ?? throw new InvalidOperationException($"no path: {line}");

    /// <summary>Everything, for failure messages.</summary>
    public override string ToString() => string.Join(
        Environment.NewLine,
        [$"{From} to {To}: {Verdict}, complete: {Complete}, {ElapsedMs:0} ms: {Message}", $"  decided by {DecidingHop}",
            .. Hops.Select(hop => $"    {hop}"), .. Notes.Select(note => $"  note: {note}")]);
}
