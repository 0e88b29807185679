using System.Management.Automation;
using ContainerNet.Comparing;
using ContainerNet.Hosting;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Compares hosts, two or a thousand, and lists first what changes a path that clients use.</summary>
[Cmdlet(VerbsData.Compare, "ContainerNetSnapshot", DefaultParameterSetName = PipelineSet)]
[OutputType(typeof(SnapshotDifference))]
public sealed class CompareContainerNetSnapshotCommand : ContainerNetCommand
{
    private const string PipelineSet = "Pipeline";
    private const string PathSet = "Path";

    // Two at a time: the work is for the processor, and each holds a snapshot in memory.
    private const int Workers = 2;

    private readonly List<SnapshotKeeper> _kept = [];
    private readonly SnapshotComparer _comparer;
    private int? _reference;
    private int _unreadable;

    /// <summary>Compares nothing yet.</summary>
    public CompareContainerNetSnapshotCommand() => _comparer = new SnapshotComparer(host => _kept[host].Load());

    /// <summary>The snapshots, from the pipeline: of Get-ContainerNetSnapshot, here or over remoting, or files.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = PipelineSet)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The host, or the file, that all others are held against. Without it, what most of them have.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNull]
    public SnapshotSource? ReferenceObject { get; set; }

    /// <summary>The hosts, or the files, that are held against it.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public SnapshotSource[]? DifferenceObject { get; set; }

    /// <summary>Files of snapshots; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Also the differences that change no path, and those that another one brings along.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private protected override void Process()
    {
        if (InputObject is not null)
        {
            Take(() => new SnapshotKeeper(new SnapshotSource(InputObject), this));
        }
    }

    private protected override void Finish()
    {
        if (ReferenceObject is not null)
        {
            _reference = Take(() => new SnapshotKeeper(ReferenceObject, this));
        }

        foreach (SnapshotSource source in DifferenceObject ?? [])
        {
            Take(() => new SnapshotKeeper(source, this));
        }

        TakeFiles(ParameterSetName == PathSet ? SnapshotFiles.Resolve(this, Path) : []);
        if (_comparer.Count < 2)
        {
            if (_unreadable == 0 || _comparer.Count > 0)
            {
                Abort(new ContainerNetException(Problem.TargetNotFound, "", _comparer.Count == 0
                    ? "There is no snapshot to compare: pipe some, or name them with -Path, or -ReferenceObject and -DifferenceObject."
                    : "There is only one snapshot to compare: it takes two."));
            }

            return;
        }

        LatestStatus status = new("comparing");
        IReadOnlyList<SnapshotDifference> differences = Await(
            Task.Run(() => _comparer.Compare(_reference, status, StopToken), StopToken), "Comparing hosts", status);
        Write(differences);
    }

    private void Write(IReadOnlyList<SnapshotDifference> differences)
    {
        List<SnapshotDifference> shown = [.. differences.Where(d => All || (d.Breaks.Count > 0 && d.CausedBy is null))];
        shown.ForEach(WriteObject);
        if (_comparer.NotWalked > 0)
        {
            WriteWarning($"{_comparer.NotWalked} hosts differ each in another way: their paths were not walked, so that of their differences it is not known whether they matter.");
        }

        if (shown.Count == 0 && differences.Count > 0)
        {
            WriteWarning(Display.Clean($"{differences.Count} differences, none of which changes a path by prediction; -All shows them. First: "
                + $"{string.Join(", ", differences.Take(3).Select(d => $"{d.Code} {d.Fact}"))}."));
        }
        else if (shown.Count < differences.Count)
        {
            WriteVerbose($"{differences.Count - shown.Count} other differences change no path by themselves: -All shows them.");
        }
    }

    /// <summary>Takes one in; what cannot be read is reported, and the rest is compared all the same.</summary>
    private int? Take(Func<SnapshotKeeper> source)
    {
        try
        {
            SnapshotKeeper keeper = source();
            return Add(keeper, FactSheet.Of(keeper.Load()));
        }
        catch (ContainerNetException problem)
        {
            _unreadable++;
            WriteError(Errors.RecordOf(problem));
            return null;
        }
        catch (PSInvalidCastException problem)
        {
            _unreadable++;
            WriteError(Errors.RecordOf(new ContainerNetException(Problem.SnapshotUnreadable, "", problem.Message, problem)));
            return null;
        }
    }

    private int Add(SnapshotKeeper keeper, FactSheet sheet)
    {
        _kept.Add(keeper);
        return _comparer.Add(sheet, keeper.Name);
    }

    private void TakeFiles(List<string> files)
    {
        LatestStatus status = new($"0 of {files.Count}");
        Task<List<ContainerNetException>> work = Task.Run(() =>
        {
            List<ContainerNetException> problems = [];
            int done = 0;
            foreach ((string file, FactSheet? sheet, ContainerNetException? problem) in files.AsParallel().AsOrdered()
                .WithDegreeOfParallelism(Workers).WithMergeOptions(ParallelMergeOptions.NotBuffered).WithCancellation(StopToken).Select(Reduce))
            {
                if (sheet is null)
                {
                    problems.Add(problem!);
                }
                else
                {
                    Add(new SnapshotKeeper(new SnapshotSource(file), this), sheet);
                }

                status.Report($"{++done} of {files.Count}");
            }

            return problems;
        });
        List<ContainerNetException> problems = Await(work, "Reading snapshots", status);
        _unreadable += problems.Count;
        problems.ForEach(p => WriteError(Errors.RecordOf(p)));
    }

    private static (string File, FactSheet? Sheet, ContainerNetException? Problem) Reduce(string file)
    {
        try
        {
            return (file, FactSheet.Of(SnapshotFiles.Read(file)), null);
        }
        catch (ContainerNetException problem)
        {
            return (file, null, problem);
        }
    }
}
