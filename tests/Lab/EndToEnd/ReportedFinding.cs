using System.Text.Json;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>A finding as a script sees it: the names are part of the interface.</summary>
/// <param name="Code">CN and four digits.</param>
/// <param name="Title">The fault in a few words.</param>
/// <param name="Severity">Error, Warning or Info.</param>
/// <param name="Role">RootCause, Consequence or Latent.</param>
/// <param name="Message">What is wrong, here.</param>
/// <param name="Subject">What it is wrong with.</param>
/// <param name="Evidence">What was read where.</param>
/// <param name="Remedy">What to run.</param>
/// <param name="Repairable">Whether Repair-ContainerNet does it.</param>
public sealed record ReportedFinding(
    string Code,
    string Title,
    string Severity,
    string Role,
    string Message,
    JsonElement Subject,
    JsonElement Evidence,
    JsonElement Remedy,
    bool Repairable)
{
    /// <summary>Every text in the evidence, whatever its shape.</summary>
    public string EvidenceText => string.Join('\n', Texts(Evidence));

    /// <summary>One line for failure messages.</summary>
    public override string ToString() => $"{Code} {Severity} {Role}: {Message} [{EvidenceText.ReplaceLineEndings("; ")}]";

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Texts(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Undefined or JsonValueKind.Null => [],
        _ => [element.ToString()],
    };
}
