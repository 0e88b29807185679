using ContainerNet.Findings;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Repairs.Docker;

namespace ContainerNet.Repairs;

/// <summary>Puts back the rules that Docker would have written, without restarting the daemon or a container.</summary>
public sealed class DockerChainRepair : IRepair
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Codes => ["CN3001", "CN3002", "CN3004", "CN3009", "CN3016"];

    /// <inheritdoc/>
    public RepairPlan? Plan(Finding finding, Snapshot facts) => Plan(finding, facts, earlier: null);

    /// <summary>Plans anew over the facts of now.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="facts">The facts of now.</param>
    /// <param name="earlier">The facts that this repair planned on first: see <see cref="PlanEngine"/>.</param>
    public static RepairPlan? Plan(Finding finding, Snapshot facts, Snapshot? earlier)
    {
        ContainerEngine? engine = EngineOf(finding, facts);
        if (engine is null)
        {
            return null;
        }

        RepairPlan plan = PlanEngine(engine, facts, method: null, earlier) with { Code = finding.Code, Subject = finding.Subject };

        // A forward policy that drops, or a packet that nobody masquerades, without the engine's rules missing is somebody
        // else's doing.
        return plan.Steps.Count == 0 && finding.Code is "CN3004" or "CN3009" ? null : plan;
    }

    /// <summary>Plans for a whole engine, without a finding. The plan has no steps when nothing is missing.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="facts">The facts.</param>
    /// <param name="method">How; null for the mildest way that the engine has.</param>
    /// <param name="earlier">The facts that the same repair planned on before, or null. A container that went since then had its
    /// rules brought back after the engine had taken them away: they go again.</param>
    /// <exception cref="ContainerNetException">
    /// The engine's layout is not known, it writes no rules, or the facts do not suffice: Problem.RepairUnsupported.
    /// </exception>
    public static RepairPlan PlanEngine(
        ContainerEngine engine, Snapshot facts, ChainRepairMethod? method = null, Snapshot? earlier = null)
    {
        ChainRepairMethod way = method ?? (engine.Kind == EngineKind.Podman ? ChainRepairMethod.Reload : ChainRepairMethod.Restore);
        return way == ChainRepairMethod.Restore ? Restore(engine, facts, earlier) : EngineCommand.Plan(engine, facts, way);
    }

    private static RepairPlan Restore(ContainerEngine engine, Snapshot facts, Snapshot? earlier)
    {
        if (!facts.Has(FactKinds.Engines | FactKinds.Firewall | FactKinds.Links))
        {
            throw new ContainerNetException(
                Problem.RepairUnsupported, engine.Name,
                $"The rules of {engine.Name} cannot be put back: its networks or the rules of now were not read. Run as root.");
        }

        List<RepairStep> steps = [];
        List<string> notes = [];
        foreach (AddressFamily family in ExpectedDockerRules.FamiliesOf(engine))
        {
            IReadOnlyList<RepairStep> missing = ExpectedDockerRules.Missing(engine, facts, family, earlier);
            if (family == AddressFamily.IPv6 && !facts.Has(FactKinds.Firewall6))
            {
                notes.Add("The IPv6 rules were not read, so they are left as they are.");
                continue;
            }

            steps.AddRange(missing);
        }

        steps.AddRange(DockerZone.Steps(engine, facts));
        AddNotes(engine, facts, steps, notes);
        return new RepairPlan
        {
            Code = "CN3001",
            Subject = engine.Name,
            Title = $"Put back the rules that {engine.Name} {engine.Version} writes, without restarting it",
            Steps = steps,
            Notes = notes,
        };
    }

    private static ContainerEngine? EngineOf(Finding finding, Snapshot facts) =>
        facts.Engines.FirstOrDefault(e => string.Equals(e.Name, finding.Engine, StringComparison.Ordinal))
        ?? (finding.Engine is null ? facts.Engines.FirstOrDefault(e => e is { Kind: EngineKind.Docker, Rootless: false }) : null);

    private static void AddNotes(ContainerEngine engine, Snapshot facts, List<RepairStep> steps, List<string> notes)
    {
        if (steps.Count == 0)
        {
            return;
        }

        if (!engine.Options.Known)
        {
            notes.Add("The daemon's options could not be read; its defaults are assumed.");
        }

        if (steps.OfType<CommandStep>().Any(s => s.Command.Input?.Contains("-N DOCKER-USER\n", StringComparison.Ordinal) == true))
        {
            notes.Add("DOCKER-USER is put back as Docker makes it. Rules that an administrator had there are known to "
                + "nobody but their author and must be loaded again.");
        }

        if (facts.Networks.Any(n => string.Equals(n.Name, "docker_gwbridge", StringComparison.Ordinal)))
        {
            notes.Add("Swarm's DOCKER-INGRESS rules are not among those put back; 'systemctl restart docker' writes them.");
        }

        if (facts.Firewalld is { Running: true, WipesIptables: true })
        {
            notes.Add("This firewalld wipes the rules again at its next reload or restart (CN3015).");
        }
    }
}
