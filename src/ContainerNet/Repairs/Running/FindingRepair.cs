using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Repairs.Proxy;

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
    private readonly bool _isOfRules;
    private readonly bool _takesAMoment;
    private readonly TimeSpan _settling;

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
        _isOfRules = RepairCatalog.For(finding.Code) is DockerChainRepair;
        _settling = RepairCatalog.For(finding.Code) is RestartUnitRepair ? RestartUnitRepair.Settling : TimeSpan.Zero;
        _takesAMoment = RepairCatalog.For(finding.Code) is ProxyRepair;
    }

    /// <summary>Carries the plan out.</summary>
    public Task<RepairResult> RunAsync(RepairRunner runner, CancellationToken cancellationToken) =>
        runner.ApplyAsync(_plan, IsStillThereAsync, Again, cancellationToken);

    /// <summary>Looks whether it is still there. A proxy that was told to take its files does so a moment later.</summary>
    public async Task<bool> IsStillThereAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_settling, cancellationToken);
        for (int look = 1; look < MostLooks && _takesAMoment; look++)
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
        return now.Findings.Any(f => f.Code == _finding.Code && f.Subject == _finding.Subject)

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
