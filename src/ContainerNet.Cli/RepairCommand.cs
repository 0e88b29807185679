using ContainerNet.Checks;
using ContainerNet.Collection;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Repairs;
using ContainerNet.Repairs.Running;
using ContainerNet.Repairs.Scheduling;

namespace ContainerNet.Cli;

/// <summary>containernet repair: by hand, and what a schedule runs.</summary>
internal static class RepairCommand
{
    internal static async Task<int> RunAsync(Options options, CancellationToken cancellationToken)
    {
        using LinuxHost host = new();
        PassReport report = PassReport.For(options);
        if (!host.IsRoot)
        {
            throw new ContainerNetException(Problem.PermissionDenied, "repair", "Only root may do this, and sees enough for it.");
        }

        LinuxChanges changes = new(host);
        using IDisposable? held = changes.TryLock(RepairPass.LockFile);
        if (held is null)
        {
            // A schedule that holds it looks again when rules have changed meanwhile, and its timer comes after it.
            report.Say(PassEvent.Busy, "Another run is at work on this host; this one leaves it to that.");
            return ExitStatus.Healthy;
        }

        bool repairs = options.Policy == SchedulePolicy.Repair && !options.DryRun;
        List<PassOutcome> outcomes = [];
        RepairPass pass = new(changes, ct => LookAsync(host, options, ct), RuleGeneration.Read);
        try
        {
            await pass.RunAsync(
                new PassOptions
                {
                    Codes = CodesOf(options),
                    Repairs = repairs,
                    MostPerHour = options.MostPerHour,
                    SettleLimit = options.Settle,
                },
                outcome =>
                {
                    outcomes.Add(outcome);
                    report.Tell(outcome);
                },
                cancellationToken);
        }
        catch (ContainerNetException error) when (options.Journal)
        {
            report.Say(PassEvent.NotLooked, error.Message);
            return ExitStatus.CouldNotLook;
        }

        return Status(outcomes, pass.Last!, report);
    }

    private static IReadOnlyList<string> CodesOf(Options options) => options.Codes.Count > 0
        ? options.Codes
        : [.. CheckCatalog.Descriptors.Select(d => d.Code).Where(RepairCatalog.Covers).Distinct(StringComparer.Ordinal)];

    private static async Task<PassLook> LookAsync(LinuxHost host, Options options, CancellationToken cancellationToken)
    {
        CollectOptions wanted = new() { Engine = options.Engine, NameEveryListener = false, KeepTexts = true };
        Snapshot facts = await new SnapshotCollector(host, wanted).CollectAsync(cancellationToken);
        Diagnosis diagnosis = Diagnoser.Run(facts);
        return new PassLook(facts, diagnosis.Findings, diagnosis.Gaps);
    }

    private static int Status(List<PassOutcome> outcomes, PassLook last, PassReport report)
    {
        if (outcomes.Any(o => o.State == PassState.Stopped))
        {
            return ExitStatus.Stopped;
        }

        if (outcomes.Any(o => o.State != PassState.Repaired))
        {
            return ExitStatus.Faults;
        }

        // Without engines nothing was looked for at all. Other gaps are named by diagnose; of what is mended they say nothing.
        if (!last.Facts.Has(FactKinds.Engines))
        {
            Gap? gap = last.Gaps.FirstOrDefault(g => (g.Facts & FactKinds.Engines) != FactKinds.None);
            report.Say(PassEvent.NotLooked, gap is null ? "No engine could be read." : $"{gap}. {gap.Remedy}");
            return ExitStatus.CouldNotLook;
        }

        if (outcomes.Count == 0)
        {
            report.Say(PassEvent.Healthy, $"{last.Facts.Host.Name}: nothing to do "
                + $"({last.Facts.Containers.Count} containers, {last.Facts.Networks.Count} networks).");
        }

        return ExitStatus.Healthy;
    }
}
