using System.Globalization;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

/// <summary>A container that publishes ports does not run, or runs and says itself that it is not well.</summary>
internal sealed class ContainerNotRunningCheck : ICheck
{
    internal static readonly FindingDescriptor NotRunning = new(
        "CN5005", "The container is not running", Severity.Error, "{0} publishes {1} and is {2}{3}.")
    {
        ExplainedBy = ["CN4003", "CN5004", "CN5009", "CN5011"],
    };

    public IReadOnlyList<FindingDescriptor> Reports => [NotRunning];

    public FactKinds Needs => FactKinds.Engines;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach (Container container in facts.Containers.Where(c => c.PortBindings.Count > 0))
        {
            if (Condition(container) is not { } condition)
            {
                continue;
            }

            List<PortBinding> ports = [.. container.PortBindings.DistinctBy(b => (b.HostPort, b.ContainerPort, b.Protocol))];
            Container? successor = container.IsRunning ? null : SuccessorOf(facts, container);
            ContainerUnit? unit = facts.UnitOf(container) is { IsActive: true } active ? active : null;
            yield return NotRunning.About(
                $"container {container.Name}",
                container.Name,
                Questions.Names(ports.Select(b => Questions.PortText(b.HostPort, b.Protocol))),
                condition,
                successor is not null ? $"; {successor.Name} serves its port now"
                    : unit is null ? "" : $", while {unit.Name} says active") with
            {
                Severity = successor is not null ? Severity.Info : container.IsRunning && container.State != ContainerState.Paused
                    ? Severity.Warning : Severity.Error,
                Engine = container.Engine,
                Container = container.Name,
                Port = ports.Count == 1 ? ports[0].HostPort : null,
                Protocol = ports.Count == 1 ? ports[0].Protocol : null,
                Evidence = [.. Evidence(container), .. unit is null ? Array.Empty<Evidence>() : [Evidence(unit)], .. facts.LastWords(container)],
                Repairable = unit is not null && !container.IsRunning,
                Remedy = unit is null || container.IsRunning ? Remedy(facts, container) : Remedy(facts, unit, container),
            };
        }
    }

    private static string? Condition(Container container) => container.State switch
    {
        ContainerState.Running => Questions.Is(container.Health, "unhealthy") ? "unhealthy by its own health check" : null,
        ContainerState.Exited => $"stopped, with exit status {container.ExitCode.ToString(CultureInfo.InvariantCulture)}",
        ContainerState.Restarting => $"restarting again and again, last exit status {container.ExitCode.ToString(CultureInfo.InvariantCulture)}",
        ContainerState.Created => "not started",
        ContainerState.Paused => "paused",
        ContainerState.Dead => "dead",
        _ => null,
    };

    private static IEnumerable<Evidence> Evidence(Container container)
    {
        yield return Questions.Read(
            $"{container.Engine} container {container.Name}",
            $"State {container.State}, ExitCode {container.ExitCode.ToString(CultureInfo.InvariantCulture)}"
            + (container.Health is null ? "" : $", Health {container.Health}")
            + (container.StartedAt is { } started ? $", started {started.Text()}" : ""));
        if (!string.IsNullOrEmpty(container.Error))
        {
            yield return Questions.Read($"{container.Engine} container {container.Name}, State.Error", container.Error);
        }
    }

    private static Evidence Evidence(ContainerUnit unit) => Questions.Read(
        $"systemctl {(unit.User is null ? "" : "--user ")}show {unit.Name}{(unit.User is null ? "" : $" of {unit.User}")}",
        $"{unit.ActiveState} ({unit.SubState}) since {unit.ActiveSince?.Text() ?? "an unknown time"}");

    private static string Remedy(Snapshot facts, Container container) => container.State switch
    {
        ContainerState.Paused => facts.Client(container.Engine, $"unpause {container.Name}"),
        ContainerState.Running => facts.Client(container.Engine, $"inspect --format '{{{{json .State.Health}}}}' {container.Name}") + "\n"
            + facts.Client(container.Engine, $"logs {container.Name}"),
        ContainerState.Restarting => facts.Client(container.Engine, $"logs {container.Name}"),
        _ => facts.Client(container.Engine, $"start {container.Name}") + "\nand if it stops again: "
            + facts.Client(container.Engine, $"logs {container.Name}"),
    };

    private static string Remedy(Snapshot facts, ContainerUnit unit, Container container) =>
        $"systemctl {(unit.User is null ? "" : "--user ")}restart {unit.Name}{(unit.User is null ? "" : $"   # as {unit.User}")}\n"
        + $"and if it stops again: {facts.Client(container.Engine, $"logs {container.Name}")}";

    /// <summary>The container that took the host port over, as after an upgrade that left the old one behind.</summary>
    private static Container? SuccessorOf(Snapshot facts, Container container) => facts.Containers.FirstOrDefault(c =>
        c.IsRunning && container.PortBindings.All(b => b.HostPort > 0 && c.ActivePorts.Any(a =>
            a.HostPort == b.HostPort && a.Protocol == b.Protocol)));
}
