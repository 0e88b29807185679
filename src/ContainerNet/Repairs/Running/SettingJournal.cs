using ContainerNet.Hosting;

namespace ContainerNet.Repairs.Running;

/// <summary>
/// Keeps settings that are changed for a while in the journal of repairs, where <see cref="RepairRunner"/>
/// finds what a power cut or a kill left behind. A record goes as soon as its setting is back.
/// </summary>
public sealed class SettingJournal : ISettingJournal
{
    private const string Code = "TRACE";

    private readonly RepairJournal _journal;

    /// <summary>The journal of this machine.</summary>
    public SettingJournal(IHost host)
        : this(new RepairJournal(new LinuxChanges(host)))
    {
    }

    /// <summary>A journal.</summary>
    public SettingJournal(RepairJournal journal) => _journal = journal;

    /// <inheritdoc/>
    public string Begin(SettingChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        JournalRecord record = _journal.Begin(new RepairPlan
        {
            Code = Code,
            Subject = change.Key,
            Title = "Send the packet log to a trace while it runs.",
            Steps =
            [
                new SysctlStep
                {
                    Description = $"sysctl -w {change.Key}={change.Value}",
                    Key = change.Key,
                    Value = change.Value,
                    Before = change.Before,
                    Namespace = change.Namespace,
                },
            ],
        });
        return _journal.Write(record with { State = RepairState.Running, Started = 1 }).Id;
    }

    /// <inheritdoc/>
    public void End(string id) => _journal.Remove(id);
}
