using ContainerNet.Hosting;

namespace ContainerNet.Repairs.Running;

/// <summary>Lets one repair at a time change the host. Engines and administrators do not know it.</summary>
internal sealed class RepairLock(IChangeHost changes)
{
    private const string Path = "/run/containernet.lock";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes it, or null where another repair has it.</summary>
    public IDisposable? TryTake() => changes.TryLock(Path);

    /// <summary>Waits for it.</summary>
    /// <exception cref="ContainerNetException">Another repair does not end: Problem.RepairConflict.</exception>
    public async Task<IDisposable> TakeAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        DateTimeOffset end = changes.Now + limit;
        while (true)
        {
            if (TryTake() is { } held)
            {
                return held;
            }

            if (changes.Now >= end)
            {
                throw new ContainerNetException(
                    Problem.RepairConflict, Path, "Another repair is under way on this host. Try again when it is done.");
            }

            await Task.Delay(s_pause, cancellationToken);
        }
    }
}
