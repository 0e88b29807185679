using ContainerNet.Checks;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

public sealed class RestartUnitRepairTests
{
    [Fact]
    public void UnitOfTheSystem_IsRestarted() =>
        Assert.Equal("systemctl restart -- shop.service", Command(Plan(u => u)));

    [Theory]
    [InlineData("failed", ContainerState.Exited)]
    [InlineData("inactive", ContainerState.Exited)]
    [InlineData("active", ContainerState.Running)]
    public void UnitThatSaysSo_OrContainerThatRuns_IsLeftAlone(string active, ContainerState state) =>
        Assert.Null(Plan(u => u with { ActiveState = active }, state));

    [Fact]
    public void UnitOfAnotherUser_IsNotTheOne() => Assert.Null(Plan(u => u with { User = "sam", UserId = 1000, GroupId = 1000 }));

    [Fact]
    public void RootlessContainer_IsStartedByItsUser() => Assert.Equal(
        "setpriv --reuid 1000 --regid 100 --clear-groups env XDG_RUNTIME_DIR=/run/user/1000 systemctl --user restart -- shop.service",
        Command(Plan(u => u with { User = "sam", UserId = 1000, GroupId = 100 }, engine: "podman:sam")));

    private static string? Command(RepairPlan? plan) => Assert.IsType<CommandStep>(Assert.Single(plan!.Steps)).Command.ToString();

    private static RepairPlan? Plan(Func<ContainerUnit, ContainerUnit> edit, ContainerState state = ContainerState.Exited, string engine = "docker")
    {
        Snapshot facts = new HostBuilder().Container("shop", "172.17.0.3", ["8001:80"], edit: c => c with { State = state, ActivePorts = [], Engine = engine })
            .With(f => f with
            {
                Engines = [.. f.Engines.Select(e => e with { Name = engine, Rootless = engine.Contains(':', StringComparison.Ordinal) })],
                ContainerUnits = [edit(new ContainerUnit { Name = "shop.service", ActiveState = "active", Command = ["podman", "start", "shop"] })],
            }).Build();
        Finding finding = CheckRunner.Run(facts).Findings.FirstOrDefault(f => f.Code == "CN5005")
            ?? new Finding { Code = "CN5005", Title = "", Message = "", Severity = Severity.Error, Role = FindingRole.RootCause, Subject = "container shop", Engine = engine, Container = "shop" };
        RepairPlan? plan = new RestartUnitRepair().Plan(finding, facts);
        Assert.Equal(plan is not null, finding.Repairable);
        return plan;
    }
}
