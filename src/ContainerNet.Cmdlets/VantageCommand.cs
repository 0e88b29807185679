using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets;

/// <summary>A cmdlet that connects from vantages. One that is closed to this user is said once, and the others go on.</summary>
public abstract class VantageCommand : ContainerCommand
{
    private readonly HashSet<Vantage> _closed = [];

    /// <summary>The host, to make another machine of.</summary>
    private protected LinuxHost Machine { get; } = new();

    /// <summary>Tries from a vantage; null when it is closed to this user.</summary>
    /// <param name="vantage">The vantage.</param>
    /// <param name="activity">What the progress line says is done.</param>
    /// <param name="status">What it is at.</param>
    /// <param name="work">The work, which another thread does.</param>
    private protected T? TryFrom<T>(Vantage vantage, string activity, string status, Func<Task<T>> work)
        where T : class
    {
        if (_closed.Contains(vantage))
        {
            return null;
        }

        try
        {
            return Await(Task.Run(work), activity, new LatestStatus(status));
        }
        catch (ContainerNetException problem) when (problem.Problem is Problem.PermissionDenied or Problem.NetlinkRefused)
        {
            _closed.Add(vantage);
            WriteError(Errors.RecordOf(problem));
            return null;
        }
    }

    /// <summary>Ends the command where the snapshot is of another host: nothing can be sent there from here.</summary>
    private protected void RequireThisHost()
    {
        if (Snapshot is not null && Facts.Host.Name != Environment.MachineName)
        {
            Abort(new ContainerNetException(
                Problem.TargetNotFound,
                Facts.Host.Name,
                $"The snapshot is of {Facts.Host.Name}; its ports can be tested, and packets followed, on that host only."));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Machine.Dispose();
        }

        base.Dispose(disposing);
    }
}
