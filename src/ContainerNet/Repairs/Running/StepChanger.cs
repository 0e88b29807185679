using ContainerNet.Hosting;
using ContainerNet.Repairs.Docker;

namespace ContainerNet.Repairs.Running;

/// <summary>Applies one step, takes one back, and tells in which of the two states the host is.</summary>
internal sealed class StepChanger
{
    private readonly IChangeHost _changes;

    public StepChanger(IChangeHost changes) => _changes = changes;

    /// <summary>Does the host hold what the step would bring? Of a command it is not known.</summary>
    public bool IsDone(RepairStep step) => step switch
    {
        SysctlStep s => Same(_changes.ReadSetting(s.Key), s.Value),
        FileStep f => Same(_changes.ReadFile(f.Path), f.Content),
        _ => false,
    };

    /// <summary>Does the step happen as a whole or not at all?</summary>
    public static bool IsTransaction(RepairStep step) => step is CommandStep c && RuleTransaction.Of(c) is not null;

    /// <summary>The step with the before-state as it is found now.</summary>
    /// <exception cref="ContainerNetException">It is not what the plan was made on: Problem.RepairConflict.</exception>
    public async Task<RepairStep> CheckedAsync(RepairStep step, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case SysctlStep s:
                string? value = _changes.ReadSetting(s.Key);
                return s.Before is null || Same(value, s.Before)
                    ? s with { Before = value }
                    : throw Conflict(s.Key, $"{s.Key} is {value ?? "absent"} now and was {s.Before} when the plan was made.");
            case FileStep f:
                return Same(_changes.ReadFile(f.Path), f.Before)
                    ? f
                    : throw Conflict(f.Path, $"{f.Path} was changed by somebody else since the plan was made.");
            case CommandStep c when await FirstMismatchAsync(c.Before, cancellationToken) is { } check:
                throw Conflict(
                    c.Command.ToString(), $"'{check.Command}' prints something else than when the plan was made: "
                    + "somebody changed the rules meanwhile. Look again.");
            default:
                return step;
        }
    }

    /// <summary>Applies.</summary>
    /// <exception cref="ContainerNetException">It failed: Problem.RepairStepFailed.</exception>
    public async Task ApplyAsync(RepairStep step, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case SysctlStep s:
                _changes.WriteSetting(s.Key, s.Value);
                break;
            case FileStep f:
                Put(f.Path, f.Content, f.Mode);
                break;
            case CommandStep c:
                await RunAsync(c.Command, cancellationToken);
                break;
            case NftRuleStep r:
                await RunAsync(r.Add, cancellationToken);
                break;
            default:
                throw new ContainerNetException(
                    Problem.RepairUnsupported, step.Description, "This version does not know that kind of step.");
        }
    }

    /// <summary>What taking a step back means on the host as it is now. Nothing is changed.</summary>
    /// <param name="step">The step.</param>
    /// <param name="finished">Is it known to have taken effect?</param>
    /// <param name="force">Take back what is still the repair's own, where somebody changed the rest.</param>
    /// <param name="cancellationToken">Stops a command that hangs.</param>
    /// <exception cref="ContainerNetException">The host could not be read: RepairStepFailed.</exception>
    public async Task<StepUndo> UndoOfAsync(RepairStep step, bool finished, bool force, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case SysctlStep { Namespace: { } place } s when place != _changes.NetworkNamespace:
                return StepUndo.Refused(
                    $"{s.Key} was changed in the network namespace {place}, and this is {_changes.NetworkNamespace}. "
                    + $"Undo it there (lsns --type net shows its processes, nsenter enters); it was {s.Before}.");
            case SysctlStep { Before: { } before } s:
                string? value = _changes.ReadSetting(s.Key);
                return Same(value, before) ? StepUndo.Nothing
                    : Same(value, s.Value)
                        ? StepUndo.By(s with { Description = $"Set {s.Key} from {s.Value} back to {before}", Risk = "", Value = before, Before = value })
                        : StepUndo.Refused($"{s.Key} is {value ?? "absent"} now; this repair had set it from {before} to {s.Value}.");
            case FileStep f:
                return UndoOf(f, _changes.ReadFile(f.Path));
            case CommandStep { Inverse: { } inverse } c:
                return RuleTransaction.Of(c) is { } rules
                    ? await UndoOfAsync(c, rules, finished, force, cancellationToken)
                    : await UndoOfAsync(c, inverse, cancellationToken);
            case NftRuleStep r:
                CommandResult listing = await _changes.RunAsync(r.List, cancellationToken);
                return listing.Succeeded && r.RemoveFrom(listing.Output) is { } remove
                    ? StepUndo.By(new CommandStep { Description = $"Take back: {r.Description}", Command = remove, Inverse = null }) : StepUndo.Nothing;
            case CommandStep c:
                return StepUndo.Nothing with { Notes = [$"'{c.Description}' cannot be taken back."] };
            default:
                return StepUndo.Nothing;
        }
    }

    /// <summary>Takes back. A step that the host does not show, or that was taken back already, is left alone.</summary>
    /// <param name="step">The step.</param>
    /// <param name="finished">Is it known to have taken effect?</param>
    /// <param name="force">Take back what is still the repair's own, where somebody changed the rest.</param>
    /// <param name="cancellationToken">Stops a command that hangs.</param>
    /// <returns>What was left alone, and why.</returns>
    /// <exception cref="ContainerNetException">The host moved on: RepairConflict. The inverse failed: RepairStepFailed.</exception>
    public async Task<IReadOnlyList<string>> RevertAsync(
        RepairStep step, bool finished, bool force, CancellationToken cancellationToken)
    {
        StepUndo undo = await UndoOfAsync(step, finished, force, cancellationToken);
        if (undo.Conflict is { } conflict && !force)
        {
            throw Conflict(step.Description, conflict);
        }

        try
        {
            if (undo.Change is { } change && !await IsUntouchedAsync(step, finished, cancellationToken))
            {
                await ApplyAsync(change, cancellationToken);
            }
            else if (step is FileStep f && !finished)
            {
                // Killed while it wrote: what is there is right, and written again it takes the temporary file along.
                Put(f.Path, _changes.ReadFile(f.Path), f.Mode);
            }
        }
        catch (ContainerNetException e) when (e.Problem == Problem.RepairStepFailed && step is CommandStep c)
        {
            if (await StillThereAsync(c, finished, e, cancellationToken) is not { } left)
            {
                return undo.Left;
            }

            if (!force)
            {
                throw;
            }

            return [.. undo.Left, left];
        }

        return undo.Left;
    }

    private static StepUndo UndoOf(FileStep f, string? content) =>
        Same(content, f.Before) ? StepUndo.Nothing
        : Same(content, f.Content)
            ? StepUndo.By(f with
            {
                Description = f.Before is null ? $"Remove {f.Path}" : $"Write {f.Path} as it was", Risk = "", Content = f.Before, Before = content,
            })
            : StepUndo.Refused(content is null
                ? $"{f.Path}, which this repair wrote, is gone."
                : $"{f.Path} was changed since this repair wrote it.");

    private async Task<StepUndo> UndoOfAsync(
        CommandStep step, RuleTransaction rules, bool finished, bool force, CancellationToken cancellationToken)
    {
        CommandResult listing = await _changes.RunAsync(rules.List, cancellationToken);
        if (!listing.Succeeded)
        {
            throw Failed(rules.List, listing);
        }

        RuleComparison now = rules.Compare(listing.Output, finished);
        if (now.IsOld)
        {
            return StepUndo.Nothing;
        }

        CommandLine? back = force && now.Conflicts.Count > 0 ? now.Own : step.Inverse;
        return new StepUndo
        {
            Change = back is null ? null : step with
            {
                Description = $"Take the repair's rules out of {rules.Place}",
                Risk = "Ports and networks that need these rules stop working.",
                Command = back,
                Inverse = null,
                Before = [],
            },
            Conflicts = now.Conflicts,
        };
    }

    private async Task<StepUndo> UndoOfAsync(CommandStep step, CommandLine inverse, CancellationToken cancellationToken)
    {
        if (await FirstMismatchAsync(step.After, cancellationToken) is { } changed)
        {
            // What the step makes is not there before it: then there is nothing to compare with.
            bool isOld = step.Before.Count > 0
                ? await FirstMismatchAsync(step.Before, cancellationToken) is null
                : !(await _changes.RunAsync(changed.Command, cancellationToken)).Succeeded;
            return isOld ? StepUndo.Nothing : StepUndo.Refused(
                $"'{changed.Command}' prints something else than this repair left there: somebody changed it since.");
        }

        return StepUndo.By(step with
        {
            Description = $"Take back: {step.Description}", Risk = "", Command = inverse, Inverse = null, After = [],
        });
    }

    /// <summary>Of a command that is no transaction of rules only its own checks tell that it never ran.</summary>
    private async Task<bool> IsUntouchedAsync(RepairStep step, bool finished, CancellationToken cancellationToken) =>
        !finished && step is CommandStep { Before.Count: > 0 } c && RuleTransaction.Of(c) is null
            && await FirstMismatchAsync(c.Before, cancellationToken) is null;

    /// <summary>
    /// What a failed inverse means. A transaction says so itself. Of another command that was killed before the note that it
    /// is done, the failure says that there was nothing to take back.
    /// </summary>
    private async Task<string?> StillThereAsync(
        CommandStep step, bool finished, ContainerNetException failure, CancellationToken cancellationToken)
    {
        if (RuleTransaction.Of(step) is not { } rules)
        {
            return finished ? $"'{step.Description}' could not be taken back: {failure.Message}" : null;
        }

        StepUndo now = await UndoOfAsync(step, rules, finished, force: false, cancellationToken);
        return now.Change is null ? null : now.Conflict ?? failure.Message;
    }

    private async Task<CommandCheck?> FirstMismatchAsync(IReadOnlyList<CommandCheck> checks, CancellationToken cancellationToken)
    {
        foreach (CommandCheck check in checks)
        {
            CommandResult result = await _changes.RunAsync(check.Command, cancellationToken);
            if (!result.Succeeded || !Same(SetOrder.Of(result.Output.TrimEnd()), SetOrder.Of(check.Output.TrimEnd())))
            {
                return check;
            }
        }

        return null;
    }

    private async Task RunAsync(CommandLine command, CancellationToken cancellationToken)
    {
        CommandResult result = await _changes.RunAsync(command, cancellationToken);
        if (!result.Succeeded)
        {
            throw Failed(command, result);
        }
    }

    private void Put(string path, string? content, int mode)
    {
        if (content is null)
        {
            _changes.RemoveFile(path);
        }
        else
        {
            _changes.WriteFile(path, content, mode);
        }
    }

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.Ordinal);

    private static ContainerNetException Failed(CommandLine command, CommandResult result) =>
        new(Problem.RepairStepFailed, command.ToString(),
            $"'{command}' ended with {result.ExitCode}: {(result.Error.Length > 0 ? result.Error : result.Output).Trim()}");

    private static ContainerNetException Conflict(string target, string message) =>
        new(Problem.RepairConflict, target, message);
}
