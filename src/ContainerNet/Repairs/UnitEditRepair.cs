using ContainerNet.Checks.Ports;
using ContainerNet.Findings;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>
/// Mends how a container is made, where a systemd service makes it: words of the service's file, or of Quadlet's, are written otherwise, and the
/// service is started again. A container that somebody made by hand is left alone: only who made it knows the rest of the command.
/// </summary>
public sealed class UnitEditRepair : IRepair
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Codes => ["CN5001", "CN5002", "CN5011", "CN5012"];

    /// <inheritdoc/>
    public TimeSpan Settling => TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public bool TakesAMoment => true;

    /// <inheritdoc/>
    public IReadOnlyList<string> Worse => ["CN5005", "CN5011"];

    /// <inheritdoc/>
    public RepairPlan? Plan(Finding finding, Snapshot facts)
    {
        ArgumentNullException.ThrowIfNull(finding);
        ArgumentNullException.ThrowIfNull(facts);
        return EditOf(finding, facts) is { IsPossible: true, Unit.Text: { } text } edit && UnitText.Apply(text.Text, text.Path, edit) is { } content
            && content != text.Text && UnitCommand.Systemctl(edit.Unit, "daemon-reload") is { } reload
            && UnitCommand.Systemctl(edit.Unit, "restart", "--", edit.Unit.Name) is { } restart
            && UnitCommand.Systemctl(edit.Unit, "reset-failed", "--", edit.Unit.Name) is { } forget
            && UnitCommand.Systemctl(edit.Unit, "show", "--property=NeedDaemonReload", "--", edit.Unit.Name) is { } look
                ? Plan(finding, edit, text, content, new Commands(look, forget, reload, restart)) : null;
    }

    private static UnitEdit? EditOf(Finding finding, Snapshot facts)
    {
        Container? container = facts.Containers.FirstOrDefault(c => c.Name == finding.Container && c.Engine == finding.Engine);
        ContainerPort? port = container is null ? null : Listening.Ports(facts with { Containers = [container] })
            .Select(p => p.Port).FirstOrDefault(p => p.HostPort == finding.Port && p.Protocol == finding.Protocol);
        return finding.Code switch
        {
            "CN5001" when port is not null => UnitEdits.Bind(facts, container!, port),
            "CN5002" when port is not null => UnitEdits.Port(facts, container!, port),
            "CN5011" => MountSourceCheck.EditOf(finding, facts),
            "CN5012" when container is not null => HostLoopbackHiddenCheck.EditOf(finding, facts, container),
            _ => null,
        };
    }

    private static RepairPlan Plan(
        Finding finding, UnitEdit edit, ConfigurationText text, string content, Commands commands) => new()
    {
        Code = finding.Code,
        Subject = finding.Subject,
        Title = $"{edit.What} in {text.Path}, and start {edit.Unit.Name} again",
        Steps =
        [
            // The inverses run last, when the file is as it was.
            new CommandStep { Description = $"Look at {edit.Unit.Name}", Command = commands.Look, Inverse = commands.Restart },
            new CommandStep
            {
                Description = "Let it be started, however often it failed", Command = commands.Forget, Inverse = commands.Forget,
            },
            new CommandStep
            {
                Description = "See that systemd has read the file as it is", Command = commands.Look, Inverse = commands.Reload,
                Before = [new CommandCheck(commands.Look, "NeedDaemonReload=no")],
            },
            new FileStep { Description = edit.What, Risk = edit.Risk, Path = text.Path, Content = content, Before = text.Text, Mode = FileStep.AsItIs },
            new CommandStep { Description = "Let systemd read it", Command = commands.Reload, Inverse = commands.Look },
            new CommandStep
            {
                Description = $"Restart {edit.Unit.Name}",
                Risk = "The container is made anew: connections to it end, and what it wrote outside its volumes is gone, as at every restart of this service.",
                Command = commands.Restart,
                Inverse = commands.Look,
            },
        ],
    };

    /// <summary>What systemctl is called for.</summary>
    private sealed record Commands(CommandLine Look, CommandLine Forget, CommandLine Reload, CommandLine Restart);
}
