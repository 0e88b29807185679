using System.Text.Json;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>A change as the tracer's "changes" prints it.</summary>
/// <param name="Kind">Forwarding, Rules ...</param>
/// <param name="Subject">What changed.</param>
/// <param name="Before">What it was.</param>
/// <param name="After">What it is.</param>
/// <param name="What">The sentence.</param>
/// <param name="When">When it happened.</param>
/// <param name="Process">Who did it, or null.</param>
/// <param name="Parent">The process that started it, or null.</param>
/// <param name="Unit">Its unit, or null.</param>
/// <param name="IsCertain">Did the kernel say so?</param>
/// <param name="Journal">The lines of the journal near it.</param>
public sealed record ReportedChange(
    string Kind, string Subject, string? Before, string? After, string What, DateTimeOffset When, string? Process, string? Parent,
    string? Unit, bool IsCertain, IReadOnlyList<string> Journal)
{
    /// <summary>Reads a line.</summary>
    public static ReportedChange Read(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement change = document.RootElement;
        JsonElement actor = change.GetProperty("Actor");
        bool named = actor.ValueKind == JsonValueKind.Object;
        return new ReportedChange(
            change.GetProperty(nameof(Kind)).GetString()!,
            change.GetProperty(nameof(Subject)).GetString()!,
            change.GetProperty(nameof(Before)).GetString(),
            change.GetProperty(nameof(After)).GetString(),
            change.GetProperty(nameof(What)).GetString()!,
            change.GetProperty(nameof(When)).GetDateTimeOffset(),
            named ? actor.GetProperty(nameof(Process)).GetString() : null,
            named ? actor.GetProperty("ParentProcess").GetString() : null,
            named ? actor.GetProperty(nameof(Unit)).GetString() : null,
            named && actor.GetProperty(nameof(IsCertain)).GetBoolean(),
            [.. change.GetProperty("Surroundings").GetProperty(nameof(Journal)).EnumerateArray().Select(e => e.GetProperty("Message").GetString()!)]);
    }
}
