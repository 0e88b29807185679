using System.Globalization;
using System.Text;
using ContainerNet.Repairs;

namespace ContainerNet.Cmdlets;

/// <summary>A plan in words, with the exact text of every change: what -WhatIf and -Confirm show.</summary>
internal static class PlanText
{
    /// <summary>The whole plan.</summary>
    public static string Of(RepairPlan plan)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{plan.Title} ({plan.Subject})").AppendLine();
        foreach (RepairStep step in plan.Steps)
        {
            text.Append("  - ").AppendLine(step.Description);
            foreach (string line in Change(step).Split('\n').Where(l => l.Length > 0))
            {
                text.Append("        ").AppendLine(line);
            }

            if (step.Risk.Length > 0)
            {
                text.Append("    Risk: ").AppendLine(step.Risk);
            }
        }

        foreach (string note in plan.Notes)
        {
            text.Append("  Note: ").AppendLine(note);
        }

        return Display.Clean(text.ToString().TrimEnd());
    }

    private static string Change(RepairStep step) => step switch
    {
        SysctlStep sysctl => $"write {sysctl.Value} over {sysctl.Before ?? "what is there"} in {SettingKeys.PathOf(sysctl.Key)}",
        FileStep { Content: null } file => $"remove {file.Path}",
        FileStep file => file.Content,
        CommandStep { Command.Input: { } input } command => $"{command.Command} <<\n{input}",
        CommandStep command => command.Command.ToString(),
        _ => "",
    };
}
