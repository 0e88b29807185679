using System.Management.Automation;
using ContainerNet.Cmdlets.Completion;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Repairs;

namespace ContainerNet.Cmdlets.Commands;

/// <summary>Puts back exactly the firewall rules that Docker would write, without restarting anything.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "DockerChain", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RepairResult))]
public sealed class RepairDockerChainCommand : RepairCommand
{
    /// <summary>The engine whose rules are put back.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EngineCompleter))]
    public string Engine { get; set; } = "docker";

    /// <summary>How: Restore writes the missing rules, Reload has the engine write them all again, Restart restarts its daemon.
    /// Without it Restore for Docker and Reload for Podman.</summary>
    [Parameter]
    public ChainRepairMethod? Method { get; set; }

    /// <summary>Gives an object also when the change was only shown or declined.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override FactKinds Needs => FactKinds.All;

    private protected override void Process()
    {
        ContainerEngine engine = EngineOf(Facts);
        RepairPlan plan = DockerChainRepair.PlanEngine(engine, Facts, Method);
        bool isDocker = engine.Kind == EngineKind.Docker;
        bool restores = isDocker && Method is null or ChainRepairMethod.Restore;
        RepairResult? result = Apply(plan, isDocker ? IsIncompleteAsync : null, restores ? PlanAgainAsync : null);
        if (result is null && PassThru)
        {
            result = ResultOf(plan, RepairStatus.Planned);
        }

        if (result is not null)
        {
            WriteObject(result);
        }
    }

    /// <summary>Whatever was done, the rules must be there now.</summary>
    private async Task<bool> IsIncompleteAsync(CancellationToken cancellationToken)
    {
        Snapshot now = await LookAgainAsync(cancellationToken);
        return now.Engines.All(e => e.Name != Engine)
            || DockerChainRepair.PlanEngine(EngineOf(now), now, ChainRepairMethod.Restore, Facts).Steps.Count > 0;
    }

    private async Task<RepairPlan> PlanAgainAsync(CancellationToken cancellationToken)
    {
        Snapshot now = await LookAgainAsync(cancellationToken);
        return DockerChainRepair.PlanEngine(EngineOf(now), now, method: null, Facts);
    }

    private ContainerEngine EngineOf(Snapshot facts) => facts.Engines.FirstOrDefault(e => e.Name == Engine)
        ?? throw new ContainerNetException(
            Problem.TargetNotFound, Engine, $"There is no engine named '{Engine}' on {facts.Host.Name}.");
}
