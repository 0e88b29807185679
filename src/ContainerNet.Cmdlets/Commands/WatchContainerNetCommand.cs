using System.Management.Automation;
using ContainerNet.Checks;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Findings;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Watching;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Tells each change of the host's network at the moment it happens: what, when, by whom, and what surrounds
/// it.</summary>
[Cmdlet(VerbsCommon.Watch, "ContainerNet", DefaultParameterSetName = Changes)]
[OutputType(typeof(NetChange), ParameterSetName = [Changes])]
[OutputType(typeof(Finding), ParameterSetName = [Findings])]
public sealed class WatchContainerNetCommand : HostCommand
{
    private const string Changes = "Changes";
    private const string Findings = "Findings";
    private const string Activity = "Watching the network";

    private int _told;

    /// <summary>Only changes of these kinds.</summary>
    [Parameter(ParameterSetName = Changes, Position = 0)]
    public ChangeKind[] Kind { get; set; } = [];

    /// <summary>Gives findings and not changes: those that are there, and each that comes or goes. After a change only the
    /// checks are run again that look at what changed.</summary>
    [Parameter(ParameterSetName = Findings, Mandatory = true)]
    public SwitchParameter Finding { get; set; }

    /// <summary>Only findings with these codes; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = Findings)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CodeCompleter))]
    public string[]? IncludeRule { get; set; }

    /// <summary>The engine whose events are listened to; wildcards are allowed. Left out, every engine.</summary>
    [Parameter(ParameterSetName = Changes)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EngineCompleter))]
    public string? Engine { get; set; }

    /// <summary>Ends after so many objects.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    /// <summary>How long to watch, in seconds; without end when left out.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public override int TimeoutSeconds { get; set; } = int.MaxValue / 1000;

    private protected override FactKinds Needs => FactKinds.All;

    private protected override void Process()
    {
        using LinuxHost host = new();
        HostWatcher watcher = new(host, new WatchOptions { Kinds = Kind, Engine = Engine });
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        try
        {
            Await(
                Task.Run(async () => { await watcher.StartAsync(StopToken); return true; }, StopToken),
                Activity, new LatestStatus("beginning"), stopAtOnce: false);
            foreach (Gap gap in watcher.Gaps)
            {
                WriteGap(gap);
            }

            end.CancelAfter(TimeSpan.FromSeconds(TimeoutSeconds));
            WriteVerbose("Watching. Ctrl+C ends it.");
            if (Finding)
            {
                WatchFindings(host, watcher, end.Token);
            }
            else
            {
                Tell(watcher.ReadAsync(end.Token), change => change, end.Token);
            }
        }
        finally
        {
            // What it holds is a handful of sockets; they are closed before the prompt is back.
            Task.Run(() => watcher.DisposeAsync().AsTask()).GetAwaiter().GetResult();
        }
    }

    private void WatchFindings(LinuxHost host, HostWatcher watcher, CancellationToken end)
    {
        NameFilter codes = new(IncludeRule);
        _ = CheckCatalog.Descriptors.Count(d => codes.Matches(d.Code));
        foreach (string code in codes.Missing)
        {
            Abort(new ContainerNetException(Problem.TargetNotFound, code, $"There is no finding with the code '{code}'."));
        }

        FindingWatcher findings = new(host, watcher);
        IReadOnlyList<FindingChange> present = Await(
            Task.Run(() => findings.StartAsync(StopToken), StopToken), Activity, new LatestStatus("looking around"));
        foreach (Gap gap in findings.Gaps)
        {
            WriteGap(gap);
        }

        foreach (FindingChange change in present)
        {
            if (!TellOne(Shown(change, codes)))
            {
                return;
            }
        }

        Tell(findings.ReadAsync(end), change => Shown(change, codes), end);
    }

    /// <summary>Writes each as it comes. The pipeline's thread sleeps in between: a progress line that counts seconds would be
    /// most of what watching costs.</summary>
    private void Tell<T>(IAsyncEnumerable<T> items, Func<T, object?> show, CancellationToken end)
    {
        IAsyncEnumerator<T> reader = items.GetAsyncEnumerator(end);
        while (Next(reader, end) && TellOne(show(reader.Current)))
        {
        }
    }

    private bool TellOne(object? item)
    {
        if (item is not null)
        {
            _told++;
            WriteObject(item);
        }

        return _told < Count;
    }

    private static bool Next<T>(IAsyncEnumerator<T> reader, CancellationToken end)
    {
        try
        {
            Task<bool> next = reader.MoveNextAsync().AsTask();
            Task.WaitAny([next], end);
            return next.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>A finding as every other cmdlet knows it, so that it can be piped to Repair-ContainerNet, with what the
    /// watching knows beside it.</summary>
    private static PSObject? Shown(FindingChange change, NameFilter codes)
    {
        if (!codes.IsEmpty && !codes.Matches(change.Finding.Code))
        {
            return null;
        }

        PSObject shown = new(change.Finding);
        shown.TypeNames.Insert(0, typeof(FindingChange).FullName!);
        shown.Properties.Add(new PSNoteProperty(nameof(FindingChange.When), change.When));
        shown.Properties.Add(new PSNoteProperty(nameof(FindingChange.State), change.State));
        shown.Properties.Add(new PSNoteProperty(nameof(FindingChange.Because), change.Because.ToArray()));
        return shown;
    }
}
