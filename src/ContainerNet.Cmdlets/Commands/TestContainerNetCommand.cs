using System.Management.Automation;
using ContainerNet.Checks;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Findings;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Finds why a client cannot reach a container: root causes first, each with its evidence and remedy.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ContainerNet")]
[OutputType(typeof(Finding))]
[OutputType(typeof(bool))]
public sealed class TestContainerNetCommand : ProbeCommand
{
    private bool _allClear = true;
    private bool _gapsWritten;

    /// <summary>Only findings with these codes; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CodeCompleter))]
    public string[]? IncludeRule { get; set; }

    /// <summary>No findings with these codes; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CodeCompleter))]
    public string[]? ExcludeRule { get; set; }

    /// <summary>Only findings that are as bad as one of these.</summary>
    [Parameter]
    public Severity[]? Severity { get; set; }

    /// <summary>Also knocks at every port from all vantages, and reports where that contradicts the prediction.</summary>
    [Parameter]
    public SwitchParameter Probe { get; set; }

    /// <summary>Also sends a packet to every port, as another machine would, and follows it through the kernel: findings get
    /// the rule that was seen to drop it, and what drops it and is in no finding becomes one.</summary>
    [Parameter]
    public SwitchParameter Trace { get; set; }

    /// <summary>Gives one truth value: is nothing broken now, and was everything looked at?</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Also the consequences of other findings.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private protected override FactKinds Needs => FactKinds.All;

    private protected override TimeSpan KnockLimit => TimeSpan.FromSeconds(2);

    private protected override void Process()
    {
        if (Probe || Trace)
        {
            RequireThisHost();
        }

        if (!TryFilter(out CheckFilter filter))
        {
            _allClear = false;
            return;
        }

        Diagnosis diagnosis = Diagnoser.Run(Facts, filter);
        if (Trace)
        {
            diagnosis = Traced(diagnosis, filter);
        }

        if (!_gapsWritten)
        {
            _gapsWritten = true;
            foreach (Gap gap in diagnosis.Gaps)
            {
                WriteGap(gap);
            }
        }

        // Nothing unread may make a result green.
        _allClear &= diagnosis.Gaps.All(g => g.SkippedCodes.Count == 0);
        IEnumerable<Finding> findings = Probe ? Proven(diagnosis) : diagnosis.Findings;
        foreach (Finding finding in findings.Where(f => f.Protocol is null || Passes(Protocol, f.Protocol.Value)))
        {
            Report(finding);
        }
    }

    private protected override void Finish()
    {
        if (Quiet)
        {
            WriteObject(_allClear);
        }
    }

    /// <summary>The diagnosis says the same and names the checks that were skipped besides.</summary>
    private protected override void WriteGaps(IEnumerable<Gap> gaps)
    {
    }

    /// <summary>Knocks at the ports that were asked about, adds what was met to the findings, and says where it differs.</summary>
    private List<Finding> Proven(Diagnosis diagnosis)
    {
        List<ProbedPort> probed = WantedPorts(stopped: false)
            .Select(p => new ProbedPort(p, Knock(p, Enum.GetValues<Vantage>()).ToList()))
            .ToList();
        foreach (string difference in probed.Select(p => p.Difference(diagnosis.Findings)).OfType<string>())
        {
            _allClear = false;
            WriteWarning(Display.Clean(difference));
        }

        return diagnosis.Findings.Select(f => ProbedPort.Prove(f, probed)).ToList();
    }

    /// <summary>Follows a packet to each of the ports that were asked about, and joins what was seen with the findings.</summary>
    private Diagnosis Traced(Diagnosis diagnosis, CheckFilter filter)
    {
        using PathFollower follower = new(Facts);
        PathPredictor predictor = new(Facts);
        List<PacketPath> paths = [];
        List<PathComparison> comparisons = [];
        foreach (PathQuestion question in PathFollower.Questions(Facts, WantedPorts(stopped: false)))
        {
            LatestStatus status = new($"from {question.From} to {question.To}");
            paths.Add(Await(Task.Run(() => follower.FollowAsync(question, StopToken)), "Following packets", status, stopAtOnce: false));
            comparisons.Add(PathComparison.Of(predictor.Predict(question), paths[^1]));
        }

        NameFilter containers = new(Container);
        foreach (Model.Container sender in PathFollower.Senders(Facts).Where(c => Port is null or [] && containers.Matches(c.Name)))
        {
            LatestStatus status = new($"from {sender.Name} outwards");
            if (Await(Task.Run(() => follower.FollowOutwardAsync(sender, StopToken)), "Following packets", status, stopAtOnce: false)
                is { } path)
            {
                paths.Add(path);
            }
        }

        Diagnosis merged = PathFindings.Merge(diagnosis, Facts, paths, filter);
        foreach (string difference in PathFindings.Differences(merged, Facts, paths, comparisons))
        {
            _allClear = false;
            WriteWarning(Display.Clean(difference));
        }

        return merged;
    }

    private void Report(Finding finding)
    {
        _allClear &= finding.Role == FindingRole.Latent || finding.Severity == Findings.Severity.Info;
        if (!Quiet && (All || finding.Role != FindingRole.Consequence))
        {
            WriteObject(finding);
        }
    }

    /// <summary>Turns the parameters into a filter of names that exist. A name that does not exist must not widen the
    /// question to the whole host, nor end in an empty and reassuring answer.</summary>
    private bool TryFilter(out CheckFilter filter)
    {
        NameFilter engines = new(Engine);
        NameFilter containers = new(Container);
        NameFilter networks = new(Network);
        NameFilter include = new(IncludeRule);
        NameFilter exclude = new(ExcludeRule);
        IEnumerable<string> codes = CheckCatalog.Descriptors.Select(d => d.Code);
        filter = new CheckFilter
        {
            Engines = Matching(engines, Facts.Engines.Select(e => e.Name)),
            Containers = Matching(containers, Facts.Containers.Select(c => c.Name)),
            Networks = Matching(networks, Facts.Networks.Select(n => n.Name)),
            Ports = Port ?? [],
            IncludeCodes = Matching(include, codes),
            ExcludeCodes = Matching(exclude, codes),
            Severities = Severity ?? [],
        };
        return Exists("engine", engines, filter.Engines, Engine)
            & Exists("container", containers, filter.Containers, Container)
            & Exists("network", networks, filter.Networks, Network)
            & Exists("rule", include, filter.IncludeCodes, IncludeRule);
    }

    private static List<string> Matching(NameFilter filter, IEnumerable<string> names) =>
        filter.IsEmpty ? [] : names.Where(filter.Matches).Distinct(StringComparer.Ordinal).ToList();

    private bool Exists(string kind, NameFilter filter, IReadOnlyList<string> found, string[]? wanted)
    {
        WriteMissing(kind, filter);
        if (filter.IsEmpty || found.Count > 0)
        {
            return true;
        }

        if (!filter.Missing.Any())
        {
            WriteError(Errors.RecordOf(new ContainerNetException(
                Problem.TargetNotFound,
                string.Join(", ", wanted ?? []),
                $"No {kind} on {Facts.Host.Name} matches '{string.Join("', '", wanted ?? [])}'.")));
        }

        return false;
    }
}
