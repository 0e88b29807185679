using System.Management.Automation;
using ContainerNet.Hosting;

namespace ContainerNet.Cmdlets;

/// <summary>What every cmdlet of the module shares: one owner of cancellation, errors made in one place, and asynchronous
/// work that reports progress and stops at once on Ctrl+C.</summary>
public abstract class ContainerNetCommand : PSCmdlet, IDisposable
{
    private const int ActivityId = 0x434E;
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource _stop = new();
    private bool _progressShown;

    /// <summary>Cancelled when the user presses Ctrl+C or the pipeline ends early.</summary>
    private protected CancellationToken StopToken => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the command holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(Finish);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>The work for one input object.</summary>
    private protected abstract void Process();

    /// <summary>What is left when the input has ended.</summary>
    private protected virtual void Finish()
    {
    }

    /// <summary>Waits for work of the core. The pipeline's thread stays free to show progress and to stop, even when the
    /// work itself hangs in the kernel.</summary>
    /// <param name="work">The work, which runs on another thread.</param>
    /// <param name="activity">What the progress line says is done.</param>
    /// <param name="status">What it is at.</param>
    /// <param name="stopAtOnce">False for work that puts things in order before it ends when it is cancelled.</param>
    private protected T Await<T>(Task<T> work, string activity, LatestStatus status, bool stopAtOnce = true)
    {
        CancellationToken stop = stopAtOnce ? StopToken : CancellationToken.None;
        DateTime began = DateTime.UtcNow;
        try
        {
            while (Task.WaitAny([work], (int)s_patience.TotalMilliseconds, stop) < 0)
            {
                ShowProgress(activity, $"{status.Text} ({(DateTime.UtcNow - began).TotalSeconds:0} s)");
            }

            return work.GetAwaiter().GetResult();
        }
        finally
        {
            HideProgress(activity);
        }
    }

    /// <summary>Shows that long work goes on.</summary>
    private void ShowProgress(string activity, string status)
    {
        _progressShown = true;
        WriteProgress(new ProgressRecord(ActivityId, activity, status));
    }

    /// <summary>Takes the progress line away.</summary>
    private void HideProgress(string activity)
    {
        if (_progressShown && !_stop.IsCancellationRequested)
        {
            _progressShown = false;
            WriteProgress(new ProgressRecord(ActivityId, activity, "done") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>Ends the command: nothing more can be produced.</summary>
    private protected void Abort(ContainerNetException problem) => ThrowTerminatingError(Errors.RecordOf(problem));

    private void Guard(Action step)
    {
        try
        {
            step();
        }
        catch (ContainerNetException problem)
        {
            WriteError(Errors.RecordOf(problem));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The user stopped it; PowerShell ends the pipeline by itself.
        }
    }
}
