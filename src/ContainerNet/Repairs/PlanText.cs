using System.Globalization;
using System.Text;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>A plan in words, with the exact text of every change: what -WhatIf, -Confirm and --dry-run show. What shows it makes
/// it fit for a terminal.</summary>
public static class PlanText
{
    /// <summary>The whole plan.</summary>
    public static string Of(RepairPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{plan.Title} ({plan.Subject})").Append('\n');
        foreach (RepairStep step in plan.Steps)
        {
            text.Append("  - ").Append(step.Description).Append('\n');
            foreach (string line in Change(step).Split('\n').Where(l => l.Length > 0))
            {
                text.Append("        ").Append(line).Append('\n');
            }

            if (step.Risk.Length > 0)
            {
                text.Append("    Risk: ").Append(step.Risk).Append('\n');
            }
        }

        foreach (string note in plan.Notes)
        {
            text.Append("  Note: ").Append(note).Append('\n');
        }

        return text.ToString().TrimEnd();
    }

    private static string Change(RepairStep step) => step switch
    {
        SysctlStep sysctl => $"write {sysctl.Value} over {sysctl.Before ?? "what is there"} in {KernelSetting.PathOf(sysctl.Key)}",
        FileStep { Content: null } file => $"remove {file.Path}",
        FileStep { Before: { } before } file => LineDifference.Of(before, file.Content),
        FileStep file => file.Content,
        NftRuleStep rule => rule.Add.ToString(),
        CommandStep { Command.Input: { } input } command => $"{command.Command} <<\n{input}",
        CommandStep command => command.Command.ToString(),
        _ => "",
    };
}
