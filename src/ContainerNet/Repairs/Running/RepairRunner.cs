using ContainerNet.Hosting;

namespace ContainerNet.Repairs.Running;

/// <summary>
/// Carries plans out: one run at a time, journal before each step, nothing changed when the facts moved on, all or
/// nothing. Keep one runner for a pipeline of findings: a plan that two of them share is carried out once.
/// </summary>
public sealed class RepairRunner
{
    private const int MostAttempts = 6;

    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(200);

    private readonly RepairLock _lock;
    private readonly RepairJournal _journal;
    private readonly StepChanger _changer;
    private readonly RepairUndo _undo;
    private readonly Dictionary<string, string> _applied = new(StringComparer.Ordinal);

    /// <summary>A runner for this machine.</summary>
    public RepairRunner(IHost host)
        : this(new LinuxChanges(host))
    {
    }

    /// <summary>A runner for anything that can be changed.</summary>
    public RepairRunner(IChangeHost changes)
    {
        _lock = new RepairLock(changes);
        _journal = new RepairJournal(changes);
        _changer = new StepChanger(changes);
        _undo = new RepairUndo(_changer, _journal);
    }

    /// <summary>How long to wait for another repair to end.</summary>
    public TimeSpan LockLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The journal of the host.</summary>
    public RepairJournal Journal => _journal;

    /// <summary>Applies a plan without looking at the finding again.</summary>
    public Task<RepairResult> ApplyAsync(RepairPlan plan, CancellationToken cancellationToken) =>
        ApplyAsync(plan, stillBroken: null, cancellationToken);

    /// <summary>Applies a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="stillBroken">Collects the facts again and tells whether the finding is still there; or null.</param>
    /// <param name="cancellationToken">Stops; steps that were done are taken back.</param>
    /// <exception cref="ContainerNetException">
    /// The host is not as the plan saw it, or another repair does not end: Problem.RepairConflict.
    /// </exception>
    public async Task<RepairResult> ApplyAsync(
        RepairPlan plan, Func<CancellationToken, Task<bool>>? stillBroken, CancellationToken cancellationToken)
    {
        using IDisposable held = await _lock.TakeAsync(LockLimit, cancellationToken);
        List<RepairStep> open = [];
        foreach (RepairStep step in plan.Steps.Where(s => !IsApplied(s)))
        {
            open.Add(await _changer.CheckedAsync(step, cancellationToken));
        }

        if (open.Count == 0)
        {
            return NotNeeded(plan);
        }

        JournalRecord record = _journal.Write(_journal.Begin(plan with { Steps = open }));
        record = await StepsAsync(record, cancellationToken);
        if (record.State != RepairState.Done)
        {
            return Result(record, RepairStatus.RolledBack);
        }

        foreach (RepairStep step in open)
        {
            _applied[KeyOf(step)] = record.Id;
        }

        if (stillBroken is not null && await stillBroken(cancellationToken))
        {
            record = _journal.Write(record with { StillBroken = true });
        }

        return Result(record, StatusOf(record));
    }

    /// <summary>
    /// Applies a plan, and looks again where somebody changed the host between the look and the change, or at the same
    /// time. Engines do not know our lock: dockerd writes its rules one by one while a container starts or after a reload
    /// of the firewall, and may write one that a transaction of ours has just brought.
    /// </summary>
    /// <param name="plan">The first plan.</param>
    /// <param name="stillBroken">Collects the facts again and tells whether the finding is still there; or null.</param>
    /// <param name="again">Collects the facts again and plans anew; null where one attempt must do.</param>
    /// <param name="cancellationToken">Stops; steps that were done are taken back.</param>
    /// <returns>What became of the last plan; the ones before it are in the journal.</returns>
    /// <exception cref="ContainerNetException">The host did not come to rest: Problem.RepairConflict.</exception>
    public async Task<RepairResult> ApplyAsync(
        RepairPlan plan,
        Func<CancellationToken, Task<bool>>? stillBroken,
        Func<CancellationToken, Task<RepairPlan>>? again,
        CancellationToken cancellationToken)
    {
        if (again is null)
        {
            return await ApplyAsync(plan, stillBroken, cancellationToken);
        }

        List<string> before = [];
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                RepairResult result = await ApplyAsync(plan, stillBroken, cancellationToken);
                result = result with { Notes = [.. before, .. result.Notes] };
                if (attempt == MostAttempts || result.Status is not (RepairStatus.StillBroken or RepairStatus.RolledBack))
                {
                    return result;
                }

                before.Add($"Somebody changed the host at the same time: repair {result.Id} ended as {result.Status}, and it was looked at again.");
            }
            catch (ContainerNetException e) when (e.Problem == Problem.RepairConflict && attempt < MostAttempts)
            {
                before.Add("Somebody changed the host after it was looked at, and it was looked at again.");
            }

            await Task.Delay(s_rest * attempt, cancellationToken);
            plan = await again(cancellationToken);

            // What was done before is no reason to leave it now: the facts say that it is not there.
            _applied.Clear();
        }
    }

    /// <summary>What taking a repair back would change on the host as it is now: the changes in their order, as a plan.</summary>
    /// <param name="id">Its identifier.</param>
    /// <param name="force">Take back only what is still its own, and leave alone what somebody changed since.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ContainerNetException">As for <see cref="UndoAsync(string, bool, CancellationToken)"/>.</exception>
    public Task<RepairPlan> PlanUndoAsync(string id, bool force, CancellationToken cancellationToken) =>
        _undo.PlanAsync(_journal.Read(id), force, cancellationToken);

    /// <summary>Takes a repair back, or finishes taking back one that was killed.</summary>
    public Task<RepairResult> UndoAsync(string id, CancellationToken cancellationToken) =>
        UndoAsync(id, force: false, cancellationToken);

    /// <summary>Takes a repair back, or finishes taking back one that was killed.</summary>
    /// <param name="id">Its identifier.</param>
    /// <param name="force">Take back only what is still its own, and leave alone what somebody changed since.</param>
    /// <param name="cancellationToken">Stops; what was taken back until then is written down.</param>
    /// <exception cref="ContainerNetException">
    /// No such repair: TargetNotFound. The host moved on: RepairConflict, and nothing was changed. The inverse failed:
    /// RepairStepFailed.
    /// </exception>
    public async Task<RepairResult> UndoAsync(string id, bool force, CancellationToken cancellationToken)
    {
        using IDisposable held = await _lock.TakeAsync(LockLimit, cancellationToken);
        JournalRecord record = _journal.Read(id);
        if (!record.HoldsChanges)
        {
            return Result(record, RepairStatus.NotNeeded);
        }

        // All of them are looked at before the first one is taken back: a refusal leaves the host as it is.
        List<StepUndo> undos = await _undo.LookAsync(record, force, cancellationToken);
        (record, IReadOnlyList<string> left) = await _undo.RevertAsync(record, force, cancellationToken);
        List<string> notes = [.. left];
        if (undos.TrueForAll(u => u.Change is null) && notes.Count == 0)
        {
            notes.Add("Nothing of it was left on the host.");
        }

        record = _journal.Write(record with { State = RepairState.Undone, Left = notes });
        _applied.Clear();
        return Result(record, RepairStatus.Undone);
    }

    /// <summary>What the journal holds, the newest first.</summary>
    /// <param name="unreadable">Is told the path of each file that is no record.</param>
    /// <exception cref="ContainerNetException">The journal may not be read: Problem.PermissionDenied.</exception>
    public IReadOnlyList<RepairResult> History(Action<string>? unreadable = null)
    {
        List<JournalRecord> records = [.. _journal.ReadAll(unreadable).OrderByDescending(r => r.At).ThenByDescending(r => r.Id, StringComparer.Ordinal)];
        string? running = records.Find(r => r.State == RepairState.Running)?.Id;
        if (running is not null)
        {
            // A record alone does not tell whether its run was killed or goes on; who runs holds the lock.
            using IDisposable? held = _lock.TryTake();
            running = held is null ? running : null;
        }

        return [.. records.Select(r => Result(r, r.Id == running ? RepairStatus.Running : StatusOf(r)))];
    }

    private async Task<JournalRecord> StepsAsync(JournalRecord record, CancellationToken cancellationToken)
    {
        IReadOnlyList<RepairStep> steps = record.Plan.Steps;
        try
        {
            for (int i = 0; i < steps.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (i > 0)
                {
                    // The steps before took their time, and engines do not know our lock.
                    await _changer.CheckedAsync(steps[i], cancellationToken);
                }

                record = _journal.Write(record with { State = RepairState.Running, Started = i + 1 });
                await _changer.ApplyAsync(steps[i], cancellationToken);
                record = _journal.Write(record with { Finished = i + 1 });
            }

            return _journal.Write(record with { State = RepairState.Done });
        }
        catch (ContainerNetException e)
        {
            // A transaction that says that it failed changed nothing, whatever the rules of now look like.
            bool known = e.Problem == Problem.RepairStepFailed && record.Started > record.Finished
                && StepChanger.IsTransaction(steps[record.Finished]);
            return await RollBackAsync(known ? record with { Started = record.Finished } : record, e.Message);
        }
        catch (OperationCanceledException)
        {
            await RollBackAsync(record, "It was cancelled.");
            throw;
        }
    }

    private async Task<JournalRecord> RollBackAsync(JournalRecord record, string error)
    {
        try
        {
            (record, _) = await _undo.RevertAsync(record, force: false, CancellationToken.None);
        }
        catch (ContainerNetException e)
        {
            string both = $"{error} Taking the steps before it back failed as well: {e.Message}";
            _journal.Write(record with { State = RepairState.Stuck, Error = both });
            throw new ContainerNetException(
                Problem.RepairStepFailed, record.Id, $"{both} See {RepairJournal.Folder}/{record.Id}.json.", e);
        }

        return _journal.Write(record with { State = RepairState.RolledBack, Error = error });
    }

    /// <summary>A command that this runner carried out is not run again; of the rest the host itself tells.</summary>
    private bool IsApplied(RepairStep step) =>
        step is CommandStep ? _applied.ContainsKey(KeyOf(step)) : _changer.IsDone(step);

    private static string KeyOf(RepairStep step) => step switch
    {
        CommandStep c => $"command {string.Join('\0', c.Command.Arguments)}\0{c.Command.Input}",
        SysctlStep s => $"sysctl {s.Key}={s.Value}",
        FileStep f => $"file {f.Path}\0{f.Content}",
        _ => step.Description,
    };

    private RepairResult NotNeeded(RepairPlan plan)
    {
        string? by = plan.Steps.Select(s => _applied.GetValueOrDefault(KeyOf(s))).FirstOrDefault(id => id is not null);
        return new RepairResult
        {
            Code = plan.Code,
            Subject = plan.Subject,
            Status = RepairStatus.NotNeeded,
            Notes = by is null ? plan.Notes : [.. plan.Notes, $"Repair {by} did the same already."],
        };
    }

    private static RepairStatus StatusOf(JournalRecord record) => record.State switch
    {
        RepairState.Planned => RepairStatus.Planned,
        RepairState.Done => record.StillBroken ? RepairStatus.StillBroken : RepairStatus.Repaired,
        RepairState.RolledBack => RepairStatus.RolledBack,
        RepairState.Undone => RepairStatus.Undone,
        _ => RepairStatus.Interrupted,
    };

    private static RepairResult Result(JournalRecord record, RepairStatus status) => new()
    {
        Id = record.Id,
        Code = record.Plan.Code,
        Subject = record.Plan.Subject,
        Status = status,
        Changes = [.. record.Plan.Steps.Select(s => s.Description)],
        Notes = [.. record.State == RepairState.Undone ? [] : record.Plan.Notes, .. record.Error is null ? [] : new[] { record.Error }, .. record.Left ?? []],
        At = record.At,
    };
}
