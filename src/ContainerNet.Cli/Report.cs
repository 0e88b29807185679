using System.Globalization;
using System.Text;
using ContainerNet.Checks;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Cli;

/// <summary>A diagnosis for people.</summary>
internal static class Report
{
    internal static string Of(Diagnosis diagnosis, Snapshot facts, Palette palette)
    {
        StringBuilder text = new();
        text.AppendLine(palette.Bold(Summary(diagnosis, facts)));
        foreach (Finding finding in diagnosis.Findings)
        {
            Append(text, finding, palette);
        }

        if (diagnosis.Gaps.Count > 0)
        {
            text.AppendLine().AppendLine(palette.Bold("Not looked at:"));
            foreach (Gap gap in diagnosis.Gaps)
            {
                Append(text, gap, palette);
            }
        }

        return text.ToString();
    }

    private static string Summary(Diagnosis diagnosis, Snapshot facts)
    {
        int errors = diagnosis.Findings.Count(f => f.Severity == Severity.Error);
        int warnings = diagnosis.Findings.Count(f => f.Severity == Severity.Warning);
        string verdict = (errors, warnings) switch
        {
            (0, 0) when !facts.Has(FactKinds.Engines) => "no engine could be read",
            (0, 0) when diagnosis.Gaps.Count > 0 => "no fault found in what could be read",
            (0, 0) => "no fault found",
            (0, _) => Count(warnings, "warning"),
            (_, 0) => Count(errors, "error"),
            _ => $"{Count(errors, "error")}, {Count(warnings, "warning")}",
        };
        string looked = $"{Count(facts.Containers.Count, "container")}, {Count(facts.Networks.Count, "network")}";
        return TerminalText.Clean($"{diagnosis.Host}: {verdict} ({looked})");
    }

    private static string Count(int number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");

    private static void Append(StringBuilder text, Finding finding, Palette palette)
    {
        string role = finding.Role switch
        {
            FindingRole.Latent => " (latent: not broken yet)",
            FindingRole.Consequence => TerminalText.Clean($" (follows from {finding.CausedBy})"),
            _ => "",
        };
        text.AppendLine();
        text.Append(palette.Paint(finding.Severity)).Append(' ')
            .Append(palette.Bold(TerminalText.Clean($"{finding.Code} {finding.Title}")))
            .AppendLine(TerminalText.Clean($": {finding.Subject}{role}"));
        Indent(text, "  ", TerminalText.Clean(finding.Message));
        foreach (Evidence evidence in finding.Evidence)
        {
            Indent(text, "  - ", palette.Faint(TerminalText.Clean(evidence.ToString())));
        }

        if (finding.Remedy.Length > 0)
        {
            Indent(text, "  > ", TerminalText.Clean(finding.Remedy));
        }
    }

    private static void Append(StringBuilder text, Gap gap, Palette palette)
    {
        Indent(text, "  - ", TerminalText.Clean($"{gap}"));
        Indent(text, "    > ", TerminalText.Clean(gap.Remedy));
        if (gap.SkippedCodes.Count > 0)
        {
            Indent(text, "    ", palette.Faint(TerminalText.Clean($"not looked for: {string.Join(", ", gap.SkippedCodes)}")));
        }
    }

    /// <summary>Every line of the text behind the prefix; further lines are set in under it.</summary>
    private static void Indent(StringBuilder text, string prefix, string content)
    {
        string margin = prefix;
        foreach (string line in content.Split('\n'))
        {
            text.Append(margin).AppendLine(line);
            margin = new string(' ', prefix.Length);
        }
    }
}
