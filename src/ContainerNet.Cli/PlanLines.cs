using System.Text;
using ContainerNet.Repairs;

namespace ContainerNet.Cli;

/// <summary>A plan with the exact text of every change, as --dry-run shows it.</summary>
internal static class PlanLines
{
    internal static string Of(RepairPlan plan)
    {
        StringBuilder text = new();
        text.Append("  ").AppendLine(plan.Title);
        foreach (RepairStep step in plan.Steps)
        {
            text.Append("  - ").AppendLine(step.Description);
            foreach (string line in Change(step).Split('\n').Where(l => l.Length > 0))
            {
                text.Append("        ").AppendLine(line);
            }
        }

        foreach (string note in plan.Notes)
        {
            text.Append("  Note: ").AppendLine(note);
        }

        return TerminalText.Clean(text.ToString().ReplaceLineEndings("\n"));
    }

    private static string Change(RepairStep step) => step switch
    {
        SysctlStep s => $"sysctl -w {s.Key}={s.Value} (it is {s.Before ?? "unknown"})",
        FileStep { Content: null } f => $"remove {f.Path}",
        FileStep f => f.Content,
        CommandStep { Command.Input: { } input } c => $"{c.Command} <<\n{input}",
        CommandStep c => c.Command.ToString(),
        _ => "",
    };
}
