using System.Management.Automation;
using ContainerNet.Collection;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets;

/// <summary>A cmdlet that needs facts of the host. They are read when first asked for and kept for the whole pipeline.</summary>
public abstract class HostCommand : ContainerNetCommand
{
    private Snapshot? _facts;

    /// <summary>How long reading the host may take, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public virtual int TimeoutSeconds { get; set; } = 30;

    /// <summary>The kinds of facts to read from the host: no more than the answer needs.</summary>
    private protected abstract FactKinds Needs { get; }

    /// <summary>The facts.</summary>
    private protected Snapshot Facts => _facts ??= Look();

    /// <summary>How long reading the host may take.</summary>
    private protected virtual TimeSpan ReadLimit => TimeSpan.FromSeconds(TimeoutSeconds);

    /// <summary>What to read of the host.</summary>
    private protected virtual CollectOptions Options => new() { Kinds = Needs };

    /// <summary>Forgets the facts, because the host was changed.</summary>
    private protected void Forget() => _facts = null;

    /// <summary>Looks at the host again, without a word about what cannot be read: that was said the first time.</summary>
    private protected async Task<Snapshot> LookAgainAsync(CancellationToken cancellationToken)
    {
        using LinuxHost host = new();
        _facts = await new SnapshotCollector(host, Options).CollectAsync(cancellationToken);
        return _facts;
    }

    /// <summary>Where the facts come from.</summary>
    private protected virtual Snapshot Load()
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        limit.CancelAfter(ReadLimit);
        try
        {
            using LinuxHost host = new();
            LatestStatus status = new("looking around");
            SnapshotCollector collector = new(host, Options with { Progress = status });
            return Await(Task.Run(() => collector.CollectAsync(limit.Token), limit.Token), "Reading the host", status);
        }
        catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
        {
            throw new ContainerNetException(
                Problem.TimedOut,
                Environment.MachineName,
                $"Reading the host took longer than {ReadLimit.TotalSeconds:0} s.");
        }
    }

    /// <summary>Says that something which the user named is not there.</summary>
    /// <param name="kind">What it would be.</param>
    /// <param name="filter">What was asked for.</param>
    /// <param name="known">All names that exist, when the filter has not been shown every one of them.</param>
    private protected void WriteMissing(string kind, NameFilter filter, IEnumerable<string>? known = null)
    {
        foreach (string name in filter.Missing.Except(known ?? [], StringComparer.OrdinalIgnoreCase))
        {
            WriteError(Errors.RecordOf(new ContainerNetException(
                Problem.TargetNotFound, name, $"There is no {kind} named '{name}' on {Facts.Host.Name}.")));
        }
    }

    /// <summary>One warning for each thing that could not be looked at.</summary>
    private protected virtual void WriteGaps(IEnumerable<Gap> gaps)
    {
        foreach (Gap gap in gaps.Where(g => (g.Facts & Needs) != FactKinds.None))
        {
            WriteGap(gap);
        }
    }

    /// <summary>A warning with the checks that were skipped.</summary>
    private protected void WriteGap(Gap gap)
    {
        string text = $"{gap.Source}: {gap.Reason.TrimEnd('.')}.";
        if (gap.Remedy.Length > 0)
        {
            text += $" {gap.Remedy.TrimEnd('.')}.";
        }

        if (gap.SkippedCodes.Count > 0)
        {
            text += $" Not looked for: {string.Join(", ", gap.SkippedCodes)}.";
        }

        WriteWarning(Display.Clean(text));
    }

    private Snapshot Look()
    {
        try
        {
            Snapshot facts = Load();
            WriteGaps(facts.Gaps);
            return facts;
        }
        catch (ContainerNetException problem)
        {
            Abort(problem);
            throw;
        }
    }
}
