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
        ContainerEngine engine = Facts.Engines.FirstOrDefault(e => e.Name == Engine)
            ?? throw new ContainerNetException(
                Problem.TargetNotFound, Engine, $"There is no engine named '{Engine}' on {Facts.Host.Name}.");
        RepairPlan plan = DockerChainRepair.PlanEngine(engine, Facts, Method);
        RepairResult? result = Apply(plan, engine.Kind == EngineKind.Docker ? IsIncompleteAsync : null);
        if (result is null && PassThru)
        {
            result = ResultOf(plan, RepairStatus.Planned);
        }

        if (result is not null)
        {
            WriteObject(result);
        }
    }

    private async Task<bool> IsIncompleteAsync(CancellationToken cancellationToken)
    {
        Snapshot now = await LookAgainAsync(cancellationToken);
        ContainerEngine? engine = now.Engines.FirstOrDefault(e => e.Name == Engine);
        return engine is null || DockerChainRepair.PlanEngine(engine, now).Steps.Count > 0;
    }
}
