using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>What makes an engine write its rules by itself. Nothing takes it back, because it adds only what is missing.</summary>
internal static class EngineCommand
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <summary>The plan.</summary>
    /// <exception cref="ContainerNetException">The engine has no such way: RepairUnsupported.</exception>
    public static RepairPlan Plan(ContainerEngine engine, Snapshot facts, ChainRepairMethod method) => new()
    {
        Code = "CN3001",
        Subject = engine.Name,
        Title = method == ChainRepairMethod.Restart
            ? $"Restart {engine.Name}, which writes its rules anew"
            : $"Have {engine.Name} write its rules anew",
        Steps = [Step(engine, facts, method)],
    };

    private static CommandStep Step(ContainerEngine engine, Snapshot facts, ChainRepairMethod method) => (engine, method) switch
    {
        { engine.Rootless: true } => throw Refused(engine, "it runs rootless and writes no rules on the host"),
        { engine.Kind: EngineKind.Podman, method: ChainRepairMethod.Reload } => Of(
            "Have netavark write the rules of every container again",
            "None for running containers: their addresses stay.",
            "podman", "network", "reload", "--all"),
        { engine.Kind: EngineKind.Podman } => throw Refused(engine, "it has no daemon to restart. Use -Method Reload"),
        { method: ChainRepairMethod.Restart } => Of(
            "Restart docker.service",
            engine.Options.LiveRestore
                ? "live-restore is on, so containers keep running; the jump to DOCKER-USER may stay out until Repair-DockerChain runs again."
                : "live-restore is off: every container of this engine stops, and only those with a restart policy start again.",
            "systemctl", "restart", "docker.service"),
        _ when facts.Firewalld is { Running: true } => Of(
            "Reload firewalld, which dockerd answers by writing its rules again",
            "firewalld forgets what was set at run time only. Rules that others wrote with iptables may go as well"
                + (facts.Firewalld.WipesIptables == false ? ", though not with this version and backend." : " (this version wipes them)."),
            "firewall-cmd", "--reload"),
        _ => throw Refused(engine, "dockerd writes its rules again only when firewalld is reloaded, and firewalld does not run. "
            + "Use -Method Restore, or Restart"),
    };

    private static CommandStep Of(string description, string risk, params string[] command) => new()
    {
        Description = description,
        Risk = risk,
        Command = CommandLine.Of(command) with { Limit = s_limit },
        Inverse = null,
    };

    private static ContainerNetException Refused(ContainerEngine engine, string reason) =>
        new(Problem.RepairUnsupported, engine.Name, $"The rules of {engine.Name} cannot be put back in this way: {reason}.");
}
