using ContainerNet.Hosting;
using ContainerNet.Repairs;

namespace ContainerNet.Cmdlets;

/// <summary>A cmdlet that changes the host: it shows the exact change first, and asks when it is told to.</summary>
public abstract class RepairCommand : HostCommand
{
    /// <summary>Carries a plan out after -WhatIf and -Confirm had their say; null when it was only shown or declined.</summary>
    private protected RepairResult? Apply(RepairPlan plan)
    {
        foreach (string note in plan.Notes)
        {
            WriteVerbose(note);
        }

        if (plan.Steps.Count == 0)
        {
            return ResultOf(plan, RepairStatus.NotNeeded);
        }

        if (!ShouldProcess(Describe(plan), $"{Describe(plan)}{Environment.NewLine}Do this?", plan.Title))
        {
            return null;
        }

        RepairRunner runner = new(new LinuxHost());
        return Await(runner.ApplyAsync(plan, StopToken), "Repairing the network", plan.Title);
    }

    /// <summary>What stands in the pipeline for a plan that was not carried out.</summary>
    private protected static RepairResult ResultOf(RepairPlan plan, RepairStatus status) => new()
    {
        Code = plan.Code,
        Subject = plan.Subject,
        Status = status,
        Changes = plan.Steps.Select(s => s.Description).ToList(),
        Notes = plan.Notes,
    };

    private static string Describe(RepairPlan plan)
    {
        IEnumerable<string> lines = plan.Steps
            .Select(s => s.Risk.Length > 0 ? $"{s.Description}{Environment.NewLine}(risk: {s.Risk})" : s.Description)
            .Concat(plan.Notes.Select(n => $"Note: {n}"));
        return Display.Clean($"{plan.Title}: {plan.Subject}{Environment.NewLine}{string.Join(Environment.NewLine, lines)}");
    }
}
