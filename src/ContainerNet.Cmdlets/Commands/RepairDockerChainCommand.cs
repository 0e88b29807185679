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

    /// <summary>Gives an object also when the change was only shown or declined.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override FactKinds Needs => FactKinds.All;

    private protected override void Process()
    {
        RepairPlan plan = PlanOf(Facts);
        RepairResult? result = Apply(plan, IsIncompleteAsync, PlanAgainAsync);
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
        return now.Engines.All(e => e.Name != Engine) || PlanOf(now).Steps.Count > 0;
    }

    private async Task<RepairPlan> PlanAgainAsync(CancellationToken cancellationToken) => PlanOf(await LookAgainAsync(cancellationToken));

    private RepairPlan PlanOf(Snapshot facts)
    {
        ContainerEngine engine = facts.Engines.FirstOrDefault(e => e.Name == Engine)
            ?? throw new ContainerNetException(
                Problem.TargetNotFound, Engine, $"There is no engine named '{Engine}' on {facts.Host.Name}.");
        return DockerChainRepair.PlanEngine(engine, facts);
    }
}
