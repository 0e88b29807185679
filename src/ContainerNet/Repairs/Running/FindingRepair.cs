using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Repairs.Running;

/// <summary>What a runner asks about the finding that a plan mends: is it still there, and what would be done about it now?</summary>
public sealed class FindingRepair
{
    private const int MostLooks = 5;

    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(300);

    private readonly Finding _finding;
    private readonly RepairPlan _plan;
    private readonly Snapshot _facts;
    private readonly Func<CancellationToken, Task<PassLook>> _look;
    private readonly IRepair? _repair;
    private readonly bool _isOfRules;

    /// <summary>For a finding and its plan.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="plan">The plan that was made first.</param>
    /// <param name="facts">What it was made on.</param>
    /// <param name="look">Looks at the host again.</param>
    public FindingRepair(Finding finding, RepairPlan plan, Snapshot facts, Func<CancellationToken, Task<PassLook>> look)
    {
        _finding = finding;
        _plan = plan;
        _facts = facts;
        _look = look;
        _repair = RepairCatalog.For(finding.Code);
        _isOfRules = _repair is DockerChainRepair;
    }

    /// <summary>Carries the plan out.</summary>
    public Task<RepairResult> RunAsync(RepairRunner runner, CancellationToken cancellationToken) =>
        runner.ApplyAsync(_plan, IsStillThereAsync, Again, cancellationToken);

    /// <summary>Looks whether it is still there.</summary>
    public async Task<bool> IsStillThereAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_repair?.Settling ?? TimeSpan.Zero, cancellationToken);
        for (int look = 1; look < MostLooks && _repair?.TakesAMoment == true; look++)
        {
            if (!await IsThereAsync(cancellationToken))
            {
                return false;
            }

            await Task.Delay(s_moment, cancellationToken);
        }

        return await IsThereAsync(cancellationToken);
    }

    private async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        PassLook now = await _look(cancellationToken);
        return now.Findings.Any(f => (f.Code == _finding.Code && f.Subject == _finding.Subject)
                || (f.Container == _finding.Container && f.Engine == _finding.Engine && _repair?.Worse.Contains(f.Code, StringComparer.Ordinal) == true))

            // A rule that the engine wrote at the same moment stands there twice, which is no finding. A command that has the
            // engine write everything again has something to do at any time, and says nothing.
            || (_isOfRules
                && DockerChainRepair.Plan(_finding, now.Facts, _facts)?.Steps.Any(step => step is not CommandStep { Inverse: null }) == true);
    }

    /// <summary>Plans anew over the facts of now; null where nobody but us writes what is mended.</summary>
    public Func<CancellationToken, Task<RepairPlan>>? Again => _isOfRules
        ? async cancellationToken => DockerChainRepair.Plan(_finding, (await _look(cancellationToken)).Facts, _facts) ?? _plan with { Steps = [] }
        : null;
}
