using System.Net;
using ContainerNet.Checks;
using ContainerNet.Checks.Ports;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Repairs;

public sealed class UnitEditRepairTests
{
    private const string Netns = "/run/user/1000/netns/netns-1";

    [Fact]
    public void Steps_EditReloadAndRestart_AndTheirInversesRunWhenTheFileIsAsItWas()
    {
        Snapshot facts = new HostBuilder().Container("web", "172.17.0.2", ["8080:80"], ["8000"]).Unit("podman run --name web -p 8080:80 shop:1").Build();
        RepairPlan plan = Plan(facts, "CN5002")!;

        Assert.Equal(
            ["systemctl show --property=NeedDaemonReload -- web.service", "systemctl reset-failed -- web.service",
                "systemctl show --property=NeedDaemonReload -- web.service", UnitOf.File, "systemctl daemon-reload", "systemctl restart -- web.service"],
            plan.Steps.Select(s => s is CommandStep c ? c.Command.ToString() : ((FileStep)s).Path));
        Assert.Equal(
            ["systemctl daemon-reload", "systemctl reset-failed -- web.service", "systemctl restart -- web.service"],
            plan.Steps.Reverse().SkipWhile(s => s is not FileStep).Skip(1).Select(s => ((CommandStep)s).Inverse!.ToString()));
        Assert.Equal("NeedDaemonReload=no", Assert.Single(plan.Steps.OfType<CommandStep>().SelectMany(c => c.Before)).Output);
    }

    [Theory]
    [InlineData("pasta", "169.254.1.2", "--network=pasta:-T,5432 --name shop shop:1 app --db 127.0.0.1:5432")]
    [InlineData("slirp4netns", "192.0.2.1", "--network=slirp4netns:allow_host_loopback=true --name shop shop:1 app --db 10.0.2.2:5432")]
    public void ServiceOnTheHostsLoopback_IsOpenedToTheContainer(string helper, string address, string expected)
    {
        RepairPlan plan = Plan(Rootless(helper, address, "--name shop shop:1 app --db host.containers.internal:5432"), "CN5012")!;

        Assert.Equal($"[Service]\nExecStart=/usr/bin/podman run {expected}\n", plan.Steps.OfType<FileStep>().Single().Content);
        Assert.All(plan.Steps.OfType<CommandStep>(), s => Assert.StartsWith("setpriv --reuid 1000 --regid 100 ", s.Command.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--network pasta:-4 --name shop shop:1 app --db host.containers.internal:5432", "--network pasta:-4,-T,5432 --name shop shop:1 app --db 127.0.0.1:5432")]
    [InlineData("--network shopnet --name shop shop:1 app --db host.containers.internal:5432", null)]
    [InlineData("--name shop shop:1 app --db host.containers.internal:54321", null)]
    [InlineData("--name shop --env DB=host.containers.internal:5432 shop:1 app --db host.containers.internal:5432", null)]
    [InlineData("--name shop --env-file db.env shop:1", null)]
    public void NetworkOfItsOwn_IsKeptOrLeftAlone(string command, string? expected) => Assert.Equal(
        expected is null ? null : $"[Service]\nExecStart=/usr/bin/podman run {expected}\n",
        Plan(Rootless("pasta", "169.254.1.2", command), "CN5012")?.Steps.OfType<FileStep>().Single().Content);

    [Fact]
    public void PortThatTheContainerUsesItself_CannotLeadToTheHost() => Assert.Null(Plan(
        Rootless("pasta", "169.254.1.2", "--name shop shop:1 app --db host.containers.internal:5432", c => c with
        {
            Listeners = [new ContainerListener { Container = "shop", Protocol = Protocol.Tcp, Address = IPAddress.Loopback, Port = 5432 }],
        }), "CN5012"));

    [Fact]
    public void UserWhoseNumberIsNotKnown_IsNotSpokenFor()
    {
        Snapshot facts = Rootless("pasta", "169.254.1.2", "--name shop shop:1 app --db host.containers.internal:5432");
        Finding finding = CheckRunner.Run(facts).Findings.First(f => f.Code == "CN5012");
        Assert.Null(new UnitEditRepair().Plan(finding, facts with { ContainerUnits = [facts.ContainerUnits![0] with { UserId = null }] }));
    }

    private static RepairPlan? Plan(Snapshot facts, string code)
    {
        Finding finding = CheckRunner.Run(facts).Findings.First(f => f.Code == code);
        RepairPlan? plan = new UnitEditRepair().Plan(finding, facts);
        Assert.Equal(plan is not null, finding.Repairable);
        return plan;
    }

    private static Snapshot Rootless(string helper, string address, string command, Func<Container, Container>? edit = null)
    {
        Container container = new()
        {
            Engine = "podman:sam", Id = "9", Name = "shop", State = ContainerState.Running, ProcessId = 801, NetworkMode = helper, NetworkPath = Netns,
            Hosts = [new HostsEntry("host.containers.internal", IPAddress.Parse(address))],
            HostTargets = [new HostTarget("host.containers.internal", 5432)],
        };
        const string File = "/home/sam/.config/systemd/user/shop.service";
        return new HostBuilder().HostListener(5432, "postgres", 900, "127.0.0.1").With(s => s with
        {
            Engines = [.. s.Engines, new ContainerEngine
            {
                Name = "podman:sam", Kind = EngineKind.Podman, Version = "5.4.2", ApiVersion = "1.41", Socket = "/run/user/1000/podman/podman.sock", Rootless = true,
            }],
            Forwarders = [.. s.Forwarders, new HostProcess { ProcessId = 800, Name = helper, NetworkPath = Netns }],
            Containers = [.. s.Containers, edit is null ? container : edit(container)],
        }).Unit($"podman run {command}", u => u with
        {
            Name = "shop.service", User = "sam", UserId = 1000, GroupId = 100, SourceFile = File, Text = u.Text! with { Path = File },
        }).Build();
    }
}
