using ContainerNet.Hosting;

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
            case CommandStep c when await FirstMismatchAsync(c, cancellationToken) is { } check:
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
            default:
                throw new ContainerNetException(
                    Problem.RepairUnsupported, step.Description, "This version does not know that kind of step.");
        }
    }

    /// <summary>Takes back. A step that the host does not show, or that was taken back already, is left alone.</summary>
    /// <param name="step">The step.</param>
    /// <param name="finished">Is it known to have taken effect?</param>
    /// <param name="cancellationToken">Stops a command that hangs.</param>
    /// <exception cref="ContainerNetException">The host moved on: RepairConflict. The inverse failed: RepairStepFailed.</exception>
    public async Task RevertAsync(RepairStep step, bool finished, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case SysctlStep { Namespace: { } place } s when place != _changes.NetworkNamespace:
                throw Conflict(s.Key,
                    $"{s.Key} was changed in the network namespace {place}, and this is {_changes.NetworkNamespace}. "
                    + $"Undo it there (lsns --type net shows its processes, nsenter enters); it was {s.Before}.");
            case SysctlStep { Before: { } before } s when !Same(_changes.ReadSetting(s.Key), before):
                RequireOurs(IsDone(s), s.Key, $"{s.Key} is {_changes.ReadSetting(s.Key)} now, which this repair did not set.");
                _changes.WriteSetting(s.Key, before);
                break;
            case FileStep f when !Same(_changes.ReadFile(f.Path), f.Before):
                RequireOurs(IsDone(f), f.Path, $"{f.Path} was changed since this repair wrote it.");
                Put(f.Path, f.Before, f.Mode);
                break;
            case CommandStep { Inverse: { } inverse } c:
                await RevertAsync(c, inverse, finished, cancellationToken);
                break;
            default:
                break;
        }
    }

    private async Task RevertAsync(CommandStep step, CommandLine inverse, bool finished, CancellationToken cancellationToken)
    {
        if (!finished && step.Before.Count > 0 && await FirstMismatchAsync(step, cancellationToken) is null)
        {
            return;
        }

        CommandResult result = await _changes.RunAsync(inverse, cancellationToken);

        // Killed between the start of a transaction and the note that it is done: when there is nothing to take back,
        // the inverse fails as a whole and the host is in the old state.
        if (finished && !result.Succeeded)
        {
            throw Failed(inverse, result);
        }
    }

    private async Task<CommandCheck?> FirstMismatchAsync(CommandStep step, CancellationToken cancellationToken)
    {
        foreach (CommandCheck check in step.Before)
        {
            CommandResult result = await _changes.RunAsync(check.Command, cancellationToken);
            if (!result.Succeeded || !Same(result.Output.TrimEnd(), check.Output.TrimEnd()))
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

    private static void RequireOurs(bool holds, string target, string message)
    {
        if (!holds)
        {
            throw Conflict(target, message);
        }
    }

    private static ContainerNetException Failed(CommandLine command, CommandResult result) =>
        new(Problem.RepairStepFailed, command.ToString(),
            $"'{command}' ended with {result.ExitCode}: {(result.Error.Length > 0 ? result.Error : result.Output).Trim()}");

    private static ContainerNetException Conflict(string target, string message) =>
        new(Problem.RepairConflict, target, message);
}
