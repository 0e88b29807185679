using System.Text.Json;
using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>The findings of one look at a host, in the order in which they were given.</summary>
/// <param name="Findings">Root causes come first.</param>
/// <param name="Asked">The command, with everything it said.</param>
public sealed record Report(IReadOnlyList<ReportedFinding> Findings, CommandOutcome Asked)
{
    /// <summary>What a user must act on; a note about a host that is as it should be is not among them.</summary>
    public IEnumerable<ReportedFinding> AboveInfo => Findings.Where(finding => finding.Severity != "Info");

    /// <summary>Reads the object that 'containernet diagnose --json' prints.</summary>
    /// <param name="asked">The command's outcome.</param>
    public static Report FromDiagnose(CommandOutcome asked)
    {
        if (asked.ExitStatus is not (0 or 1))
        {
            throw new InvalidOperationException($"could not look{Environment.NewLine}{asked}");
        }

        using JsonDocument document = Parse(asked);
        return new Report(Read(document.RootElement.GetProperty(nameof(Findings)), asked), asked);
    }

    /// <summary>Reads the array that ConvertTo-Json -AsArray prints.</summary>
    /// <param name="asked">The command's outcome.</param>
    public static Report FromPowerShell(CommandOutcome asked)
    {
        asked.EnsureSuccess();
        if (string.IsNullOrWhiteSpace(asked.Output))
        {
            return new Report([], asked);
        }

        using JsonDocument document = Parse(asked);
        return new Report(Read(document.RootElement, asked), asked);
    }

    /// <summary>The findings one below the other, for failure messages.</summary>
    public override string ToString() => Findings.Count == 0 ? "no findings" : string.Join(Environment.NewLine, Findings);

    private static JsonDocument Parse(CommandOutcome asked)
    {
        try
        {
            return JsonDocument.Parse(asked.Output);
        }
        catch (JsonException exception)
        {
            throw new InvalidOperationException($"not JSON: {exception.Message}{Environment.NewLine}{asked}", exception);
        }
    }

    private static ReportedFinding[] Read(JsonElement findings, CommandOutcome asked) =>
        findings.Deserialize<ReportedFinding[]>()
        ?? throw new InvalidOperationException($"no array of findings{Environment.NewLine}{asked}");
}
