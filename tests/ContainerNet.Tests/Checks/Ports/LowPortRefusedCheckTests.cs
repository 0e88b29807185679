using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Repairs;

namespace ContainerNet.Checks.Ports;

public sealed class LowPortRefusedCheckTests
{
    private const string Key = "net.ipv4.ip_unprivileged_port_start";

    private static HostBuilder Rootless(string publish = "443:8000", string? start = "1024", string? user = "sam") => new HostBuilder().Web()
        .Setting(Key, start)
        .With(s => s with
        {
            Engines = [.. s.Engines, new ContainerEngine
            {
                Name = "podman:sam", Kind = EngineKind.Podman, Version = "5.4.2", ApiVersion = "1.41", Socket = "/run/user/1000/podman/podman.sock", Rootless = true,
            }],
            ContainerUnits =
            [
                new ContainerUnit
                {
                    Name = "shop.service", User = user, UserId = 1000, GroupId = 1000, ActiveState = "activating", SubState = "auto-restart", Result = "exit-code",
                    Command = ["/usr/bin/podman", "run", "--name", "shop", "--publish", publish, "bb:1"],
                },
            ],
        });

    private static Container Stopped(int port) => new()
    {
        Engine = "podman:sam", Id = "9", Name = "cellar", State = ContainerState.Created,
        PortBindings = [new PortBinding { HostPort = port, ContainerPort = 80, Protocol = Protocol.Tcp }],
    };

    [Fact, Fault("CN5009")]
    public void UnitThatPublishesALowPort_NamesItAndTheLimit()
    {
        Finding finding = Rootless().First("CN5009");

        Assert.Equal(("shop", 443, "podman:sam"), (finding.Container, finding.Port, finding.Engine));
        Assert.Equal("shop is to be published on port 443, and podman:sam may listen from 1024 on.", finding.Message);
        Assert.Contains(finding.Evidence, e => e.Value == "activating (auto-restart), exit-code");
    }

    [Fact]
    public void ContainerThatCouldNotStart_IsFoundWithoutAUnit() => Assert.Equal(
        "cellar", Rootless("8443:443").With(s => s with { Containers = [.. s.Containers, Stopped(80)] }).First("CN5009").Container);

    [Fact, NearMiss("CN5009")]
    public void HighEnoughServedOrOfRoot_IsSilent()
    {
        Rootless("1024:8000").HasNot("CN5009");
        Rootless(start: "443").HasNot("CN5009");
        Rootless(user: null).HasNot("CN5009");
        Rootless().HostListener(443, "rootlessport", 77).HasNot("CN5009");
        Rootless("8443:443").With(s => s with { Containers = [.. s.Containers, Stopped(80) with { State = ContainerState.Running }] }).HasNot("CN5009");
    }

    [Fact]
    public void LimitNotRead_ProvesNothing() => Rootless(start: null).HasNot("CN5009");

    [Fact]
    public void Repair_LowersTheLimitAndStartsTheUnit()
    {
        Snapshot facts = Rootless().Build();
        RepairPlan plan = RepairPlanner.Plan(Rootless().First("CN5009"), facts)!;

        Assert.Equal(("443", "1024"), (Assert.IsType<SysctlStep>(plan.Steps[0]).Value, ((SysctlStep)plan.Steps[0]).Before));
        Assert.Equal(
            "setpriv --reuid 1000 --regid 1000 --clear-groups env XDG_RUNTIME_DIR=/run/user/1000 systemctl --user restart shop.service",
            Assert.IsType<CommandStep>(plan.Steps[^1]).Command.ToString());
    }
}
