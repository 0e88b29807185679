using ContainerNet.Hosting;

namespace ContainerNet.Repairs.Scheduling;

/// <summary>From a schedule, and what of it is on the host, to the steps that register or remove it. Pure.</summary>
public static class SchedulePlan
{
    /// <summary>The code under which schedules stand in the journal of repairs.</summary>
    public const string Code = "TIMER";

    /// <summary>What puts a schedule there; no steps when it is there already.</summary>
    /// <exception cref="ContainerNetException">
    /// A name or path cannot stand in a unit: RepairUnsupported. Units of that name are somebody else's: RepairConflict.
    /// </exception>
    public static RepairPlan Register(RepairSchedule schedule, ScheduleState state)
    {
        ScheduleUnits.Check(schedule);
        RequireOurs(schedule.Name, state);
        string service = ScheduleUnits.Service(schedule);
        string timer = ScheduleUnits.Timer(schedule);
        string title = $"Register {schedule.Name}: {(schedule.Policy == SchedulePolicy.Repair ? "repair" : "report")} "
            + $"{string.Join(", ", schedule.Code)} by itself";
        if (state.Enabled && state.Service == service && state.Timer == timer)
        {
            return PlanOf(schedule.Name, title, []);
        }

        // The first step is for the way back: what takes the files away again must be followed by a reload.
        List<RepairStep> steps = state.Enabled ? [.. Disable(schedule.Name)] : [Reload()];
        steps.Add(File(ScheduleUnits.ServicePath(schedule.Name), service, state.Service));
        steps.Add(File(ScheduleUnits.TimerPath(schedule.Name), timer, state.Timer));
        steps.Add(Reload());
        steps.Add(Command(
            $"Start it after {string.Join(", ", schedule.After)}",
            ["enable", $"{schedule.Name}.service"], ["disable", $"{schedule.Name}.service"]));
        steps.Add(Command(
            "Start its timer; the first look is at once",
            ["enable", "--now", $"{schedule.Name}.timer"], ["disable", "--now", $"{schedule.Name}.timer"]));
        return PlanOf(schedule.Name, title, steps);
    }

    /// <summary>What removes every trace of a schedule; no steps when there is none.</summary>
    /// <exception cref="ContainerNetException">Units of that name are somebody else's: RepairConflict.</exception>
    public static RepairPlan Unregister(string name, ScheduleState state)
    {
        ScheduleUnits.CheckName(name);
        RequireOurs(name, state);
        string title = $"Unregister {name}";
        if (state.Service is null && state.Timer is null)
        {
            return PlanOf(name, title, []);
        }

        List<RepairStep> steps =
        [
            .. Disable(name),
            Command("Stop it where it is at work; what it was about to do is taken back", ["stop", $"{name}.service"], null),
        ];
        if (state.Service is not null)
        {
            steps.Add(File(ScheduleUnits.ServicePath(name), null, state.Service));
        }

        if (state.Timer is not null)
        {
            steps.Add(File(ScheduleUnits.TimerPath(name), null, state.Timer));
        }

        // As a pattern, because systemctl calls it an error to name a unit that is not in memory.
        steps.Add(Command("Forget a failure of it", ["reset-failed", $"{name}.*"], null));
        steps.Add(Reload());
        return PlanOf(name, title, steps);
    }

    private static IEnumerable<RepairStep> Disable(string name) =>
    [
        Command("Stop its timer", ["disable", "--now", $"{name}.timer"], ["enable", "--now", $"{name}.timer"]),
        Command("Start it after no unit any more", ["disable", $"{name}.service"], ["enable", $"{name}.service"]),
    ];

    private static CommandStep Reload() =>
        Command("Have systemd read its units again", ["daemon-reload"], ["daemon-reload"]);

    private static CommandStep Command(string description, string[] words, string[]? inverse) => new()
    {
        Description = description,
        Command = Systemctl(words),
        Inverse = inverse is null ? null : Systemctl(inverse),
    };

    private static CommandLine Systemctl(string[] words) =>
        new() { Arguments = ["systemctl", .. words], Limit = TimeSpan.FromSeconds(60) };

    private static FileStep File(string path, string? content, string? before) => new()
    {
        Description = content is null ? $"Remove {path}" : $"Write {path}",
        Path = path,
        Content = content,
        Before = before,
    };

    private static RepairPlan PlanOf(string name, string title, IReadOnlyList<RepairStep> steps) =>
        new() { Code = Code, Subject = name, Title = title, Steps = steps };

    private static void RequireOurs(string name, ScheduleState state)
    {
        if (state.Service is not null && ScheduleUnits.Parse(name, state.Service) is null)
        {
            throw new ContainerNetException(
                Problem.RepairConflict, name, $"{ScheduleUnits.ServicePath(name)} was not written by Register-ContainerNetRepair.");
        }

        if (state.Service is null && state.Timer is not null && !state.Timer.Contains("Register-ContainerNetRepair", StringComparison.Ordinal))
        {
            throw new ContainerNetException(
                Problem.RepairConflict, name, $"{ScheduleUnits.TimerPath(name)} was not written by Register-ContainerNetRepair.");
        }
    }
}
