using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>Restarts the service that says active while its container does not run. A container without such a service may have been
/// stopped on purpose, and is left alone.</summary>
public sealed class RestartUnitRepair : IRepair
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Codes => ["CN5005"];

    /// <summary>An application that cannot work ends within a moment of its start, and its container runs until then.</summary>
    public TimeSpan Settling => TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public RepairPlan? Plan(Finding finding, Snapshot facts)
    {
        Container? container = facts.Containers.FirstOrDefault(c => c.Name == finding.Container && c.Engine == finding.Engine);
        string? user = facts.Engines.FirstOrDefault(e => e.Name == finding.Engine)?.User;
        ContainerUnit? unit = container is null or { IsRunning: true } ? null
            : facts.ContainerUnits?.FirstOrDefault(u => u.IsActive && u.User == user && u.Runs(container));
        return unit is null || UnitCommand.Systemctl(unit, "restart", "--", unit.Name) is not { } command ? null : new RepairPlan
        {
            Code = finding.Code,
            Subject = finding.Subject,
            Title = $"Restart {unit.Name}" + (unit.User is null ? "" : $" of {unit.User}") + $", which says {unit.ActiveState} while its container does not run",
            Steps =
            [
                new CommandStep
                {
                    Description = $"Restart {unit.Name}",
                    Risk = "Whatever else the unit runs is stopped and started as well.",
                    Command = command,
                    Inverse = null,
                },
            ],
        };
    }
}
