using ContainerNet.Findings;
using ContainerNet.Hosting;
using ContainerNet.Repairs.Scheduling;

namespace ContainerNet.Repairs.Running;

/// <summary>
/// Looks at a host, mends what it is allowed to, and looks again until nothing new comes up: what a schedule runs, and
/// what an administrator runs by hand.
/// </summary>
public sealed class RepairPass
{
    /// <summary>Where two schedules meet. Not the lock of repairs: a look takes a while and hinders nobody.</summary>
    public const string LockFile = "/run/containernet-schedule.lock";

    /// <summary>A trigger that comes while the service runs is lost to systemd, so the host is looked at again; not for
    /// ever, because a timer comes after us.</summary>
    private const int MostLooks = 3;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly IChangeHost _changes;
    private readonly RepairRunner _runner;
    private readonly Func<CancellationToken, Task<PassLook>> _look;
    private readonly Func<uint?> _generation;

    /// <summary>A pass over a host.</summary>
    /// <param name="changes">How the host is changed.</param>
    /// <param name="look">How it is looked at.</param>
    /// <param name="generation">The number of its rule set, or null where it has none.</param>
    public RepairPass(IChangeHost changes, Func<CancellationToken, Task<PassLook>> look, Func<uint?> generation)
    {
        _changes = changes;
        _runner = new RepairRunner(changes);
        _look = look;
        _generation = generation;
    }

    /// <summary>The last look.</summary>
    public PassLook? Last { get; private set; }

    /// <summary>Goes over the host, and tells of each finding as soon as it is known what became of it.</summary>
    /// <exception cref="ContainerNetException">The host could not be looked at.</exception>
    public async Task RunAsync(PassOptions options, Action<PassOutcome> tell, CancellationToken cancellationToken)
    {
        HashSet<string> told = new(StringComparer.Ordinal);
        for (int looks = 0; looks < MostLooks; looks++)
        {
            await SettleAsync(options, cancellationToken);
            uint? before = _generation();
            Last = await _look(cancellationToken);
            bool changed = false;
            foreach (Finding finding in Last.Findings.Where(f => IsMeant(f, options)))
            {
                // What was told of stays as it is: it is no news, and trying it again would only fail again.
                if (told.Contains($"{finding.Code}\0{finding.Subject}"))
                {
                    continue;
                }

                PassOutcome outcome = await TreatAsync(finding, options, cancellationToken);
                tell(outcome);
                if (outcome.State == PassState.Repaired)
                {
                    // The facts are no longer those of this look; what else is wrong is seen at the next.
                    changed = true;
                    break;
                }

                told.Add($"{finding.Code}\0{finding.Subject}");
            }

            if (!options.Repairs || (!changed && (options.SettleLimit == TimeSpan.Zero || _generation() == before)))
            {
                return;
            }

            // Each repair is progress; only what others change may end the patience.
            looks = changed ? -1 : looks;
        }
    }

    /// <summary>firewalld's reload is answered by dockerd with dozens of rules over seconds; who repairs meanwhile gets in
    /// its way, and both do the work twice.</summary>
    private async Task SettleAsync(PassOptions options, CancellationToken cancellationToken)
    {
        if (options.SettleLimit == TimeSpan.Zero)
        {
            return;
        }

        DateTimeOffset end = _changes.Now + options.SettleLimit;
        DateTimeOffset since = _changes.Now;
        uint? generation = _generation();
        while (_changes.Now < end && _changes.Now - since < options.Quiet)
        {
            await Task.Delay(s_pause, cancellationToken);
            uint? now = _generation();
            if (now != generation)
            {
                (generation, since) = (now, _changes.Now);
            }
        }
    }

    private async Task<PassOutcome> TreatAsync(Finding finding, PassOptions options, CancellationToken cancellationToken)
    {
        RepairPlan? plan = null;
        try
        {
            plan = RepairPlanner.Plan(finding, Last!.Facts);
            if (!options.Repairs)
            {
                return new PassOutcome(finding, PassState.Found, null, finding.Message, plan);
            }

            if (plan is null || plan.Steps.Count == 0)
            {
                return new PassOutcome(finding, PassState.Unsupported, null, $"{finding.Message} No repair is known for it. {finding.Remedy}", plan);
            }

            if (IsStorm(plan, options, out string words))
            {
                return new PassOutcome(finding, PassState.Stopped, null, words, plan);
            }

            RepairResult result = await new FindingRepair(finding, plan, Last.Facts, _look).RunAsync(_runner, cancellationToken);
            return result.Status == RepairStatus.Repaired
                ? new PassOutcome(finding, PassState.Repaired, result, $"{plan.Title}. {finding.Message}", plan)
                : new PassOutcome(finding, PassState.Failed, result, Failure(plan, result), plan);
        }
        catch (ContainerNetException e)
        {
            PassState state = e.Problem == Problem.RepairUnsupported ? PassState.Unsupported : PassState.Failed;
            return new PassOutcome(finding, options.Repairs ? state : PassState.Found, null, e.Message, plan);
        }
    }

    private bool IsStorm(RepairPlan plan, PassOptions options, out string words)
    {
        words = "";
        if (options.MostPerHour is not int most)
        {
            return false;
        }

        IReadOnlyList<DateTimeOffset> recent = StormGuard.Recent(
            plan,
            _runner.Journal.ReadAll()
                .Where(r => r.State is RepairState.Done or RepairState.Undone)
                .Select(r => (r.Plan, r.At)),
            _changes.Now);
        if (recent.Count < most)
        {
            return false;
        }

        words = $"Not done: {plan.Title}. It was done {recent.Count} times within the last hour, at "
            + $"{string.Join(", ", recent.Select(t => $"{t.UtcDateTime:HH:mm:ss}"))} UTC: something breaks it again and again. "
            + "Find that first; Repair-ContainerNet mends it by hand.";
        return true;
    }

    /// <summary>A consequence goes with its cause, and whoever allows one code has not allowed another.</summary>
    private static bool IsMeant(Finding finding, PassOptions options) =>
        finding.Role != FindingRole.Consequence && options.Codes.Contains(finding.Code, StringComparer.Ordinal);

    private static string Failure(RepairPlan plan, RepairResult result) => result.Status switch
    {
        RepairStatus.StillBroken => $"{plan.Title}: done, and the fault is still there.",
        RepairStatus.NotNeeded => $"{plan.Title}: done already, and the fault is still there.",
        _ => $"{plan.Title}: {string.Join(' ', result.Notes)}",
    };
}
