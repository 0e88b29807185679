using ContainerNet.Hosting;
using ContainerNet.Repairs;
using ContainerNet.Repairs.Running;

namespace ContainerNet.Cmdlets;

/// <summary>A cmdlet that changes the host: it shows the exact change first, and asks when it is told to.</summary>
public abstract class RepairCommand : HostCommand
{
    private readonly LinuxHost _host = new();
    private RepairRunner? _runner;

    /// <summary>Carries a plan out after -WhatIf and -Confirm had their say; null when it was only shown or declined.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="stillBroken">Looks at the host again; or null when nothing can be looked for.</param>
    /// <param name="again">Plans anew where an engine changed its rules meanwhile; or null when that is for the user to say.</param>
    private protected RepairResult? Apply(
        RepairPlan plan,
        Func<CancellationToken, Task<bool>>? stillBroken = null,
        Func<CancellationToken, Task<RepairPlan>>? again = null)
    {
        if (plan.Steps.Count == 0)
        {
            return ResultOf(plan, RepairStatus.NotNeeded);
        }

        string text = Display.Clean(PlanText.Of(plan));
        if (!ShouldProcess(text, $"{text}{Environment.NewLine}Do this?", plan.Title))
        {
            return null;
        }

        if (!_host.IsRoot)
        {
            throw new ContainerNetException(
                Problem.PermissionDenied, plan.Subject, $"Only root may do this: {plan.Title}.");
        }

        // One runner for the whole pipeline: it knows what it has done already.
        _runner ??= new RepairRunner(new LinuxChanges(_host));
        Task<RepairResult> work = Task.Run(() => _runner.ApplyAsync(plan, stillBroken, again, StopToken));
        RepairResult result = Await(work, "Repairing the network", new LatestStatus(plan.Title), stopAtOnce: false);
        if (result.Status == RepairStatus.RolledBack)
        {
            WriteError(Errors.RecordOf(new ContainerNetException(
                Problem.RepairStepFailed, plan.Subject, $"{plan.Title}: {string.Join(' ', result.Notes)}")));
        }

        return result;
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
}
