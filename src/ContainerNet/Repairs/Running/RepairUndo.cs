using ContainerNet.Hosting;

namespace ContainerNet.Repairs.Running;

/// <summary>Takes the steps of a repair back: those that were started, the last one first.</summary>
internal sealed class RepairUndo(StepChanger changer, RepairJournal journal)
{
    /// <summary>What it would change on the host as it is now, as a plan.</summary>
    public async Task<RepairPlan> PlanAsync(JournalRecord record, bool force, CancellationToken cancellationToken)
    {
        List<StepUndo> undos = record.HoldsChanges ? await LookAsync(record, force, cancellationToken) : [];
        return record.Plan with
        {
            Title = $"Take back: {record.Plan.Title}",
            Steps = [.. undos.Select(u => u.Change).OfType<RepairStep>()],
            Notes = undos.TrueForAll(u => u.Change is null)
                ? [.. undos.SelectMany(u => u.Left), "Nothing of it is left on the host to take back."]
                : [.. undos.SelectMany(u => u.Left)],
        };
    }

    /// <summary>What taking the started steps back means, the last one first. Nothing is changed.</summary>
    /// <exception cref="ContainerNetException">The host moved on, and nobody forces it: Problem.RepairConflict.</exception>
    public async Task<List<StepUndo>> LookAsync(JournalRecord record, bool force, CancellationToken cancellationToken)
    {
        List<StepUndo> undos = [];
        for (int i = Math.Min(record.Started, record.Plan.Steps.Count) - 1; i >= 0; i--)
        {
            undos.Add(await changer.UndoOfAsync(record.Plan.Steps[i], i < record.Finished, force, cancellationToken));
        }

        List<string> conflicts = [.. undos.Select(u => u.Conflict).OfType<string>()];
        return force || conflicts.Count == 0 ? undos : throw new ContainerNetException(
            Problem.RepairConflict, record.Id,
            $"The host is not as repair {record.Id} left it. {string.Join(' ', conflicts)} Nothing was taken back; "
            + "with -Force only what is still the repair's own is, and all this is left alone.");
    }

    /// <summary>Takes the started steps back, the last one first; the journal follows, so that it can be done in two goes.</summary>
    public async Task<(JournalRecord Record, IReadOnlyList<string> Left)> RevertAsync(
        JournalRecord record, bool force, CancellationToken cancellationToken)
    {
        List<string> left = [];
        for (int i = Math.Min(record.Started, record.Plan.Steps.Count) - 1; i >= 0; i--)
        {
            left.AddRange(await changer.RevertAsync(record.Plan.Steps[i], finished: i < record.Finished, force, cancellationToken));
            record = journal.Write(record with { State = RepairState.Running, Started = i, Finished = Math.Min(record.Finished, i) });
        }

        return (record, left);
    }
}
