using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Repairs.Running;
using ContainerNet.Repairs.Scheduling;

namespace ContainerNet.Cmdlets;

/// <summary>A cmdlet about the schedules of this host.</summary>
public abstract class ScheduleCommand : RepairCommand
{
    private readonly LinuxHost _host = new();

    /// <summary>Units need no look at the network.</summary>
    private protected override FactKinds Needs => FactKinds.None;

    /// <summary>This host, to read from.</summary>
    private protected IHost ThisHost => _host;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _host.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>What of a schedule is there.</summary>
    private protected ScheduleState Read(string name)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        limit.CancelAfter(ReadLimit);
        return Await(
            Task.Run(() => ScheduleReader.ReadAsync(_host, name, limit.Token)), "Asking systemd", new LatestStatus(name));
    }

    /// <summary>A schedule as it stands.</summary>
    private protected static ScheduledRepair Describe(RepairSchedule schedule, ScheduleState state) => new()
    {
        Name = schedule.Name,
        Policy = schedule.Policy,
        Code = schedule.Code,
        Interval = schedule.Interval,
        MostPerHour = schedule.MostPerHour,
        After = schedule.After,
        Enabled = state.Enabled,
        LastRun = state.LastRun,
        LastResult = state.LastResult,
        NextRun = state.NextRun,
    };
}
