using System.Runtime.Versioning;
using ContainerNet.Hosting;
using ContainerNet.Repairs.Running;

namespace ContainerNet.Repairs.Scheduling;

/// <summary>Unit files hold what was asked for and nothing that a name could smuggle in; plans are undone in their order.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ScheduleTests
{
    private static readonly RepairSchedule s_schedule = new()
    {
        Policy = SchedulePolicy.Repair,
        Code = ["CN3001", "CN3016"],
        Interval = TimeSpan.FromMinutes(5),
        MostPerHour = 3,
        After = ["firewalld.service", "docker.service"],
        Program = "/usr/local/sbin/containernet",
    };

    private static ScheduleState Registered(RepairSchedule schedule) => new()
    {
        Service = ScheduleUnits.Service(schedule),
        Timer = ScheduleUnits.Timer(schedule),
        Enabled = true,
    };

    [Fact]
    public void Units_HoldWhatWasAskedFor()
    {
        string service = ScheduleUnits.Service(s_schedule);

        Assert.Contains(
            "\nExecStart=/usr/local/sbin/containernet repair --policy repair --code CN3001,CN3016 --settle 30 --most-per-hour 3 --journal\n",
            service, StringComparison.Ordinal);
        Assert.Contains("\nAfter=firewalld.service docker.service\n", service, StringComparison.Ordinal);
        Assert.Contains("\nWantedBy=firewalld.service docker.service\n", service, StringComparison.Ordinal);
        Assert.Contains("\nOnUnitActiveSec=300s\n", ScheduleUnits.Timer(s_schedule), StringComparison.Ordinal);
        Assert.DoesNotContain("/bin/sh", service, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', service);
    }

    [Fact]
    public void Service_TellsItsScheduleAgain()
    {
        RepairSchedule? read = ScheduleUnits.Parse(s_schedule.Name, ScheduleUnits.Service(s_schedule));

        Assert.NotNull(read);
        Assert.Equal(s_schedule.Code, read.Code);
        Assert.Equal(s_schedule.After, read.After);
        Assert.Equal(
            (s_schedule.Policy, s_schedule.Interval, s_schedule.MostPerHour, s_schedule.Program),
            (read.Policy, read.Interval, read.MostPerHour, read.Program));
        Assert.Null(ScheduleUnits.Parse("foreign", "[Service]\nExecStart=/bin/true\n"));
    }

    [Theory]
    [InlineData("CN3001", SchedulePolicy.Repair, "ProtectKernelTunables=yes")]
    [InlineData("CN1001", SchedulePolicy.Repair, "ProtectKernelTunables=no")]
    [InlineData("CN1001", SchedulePolicy.Report, "ProtectKernelTunables=yes")]
    public void KernelSettings_AreWritableOnlyWhereTheyMayBeRepaired(string code, SchedulePolicy policy, string line) => Assert.Contains(
        line, ScheduleUnits.Service(s_schedule with { Code = [code], Policy = policy }), StringComparison.Ordinal);

    [Theory]
    [InlineData("a b")]
    [InlineData("a\nExecStart=/bin/evil")]
    [InlineData("../a")]
    [InlineData(".a")]
    [InlineData("")]
    [InlineData("a%n")]
    public void NameThatIsNoUnit_IsRefused(string name)
    {
        Refused(s_schedule with { Name = name });
        Refused(s_schedule with { After = [name + ".service"] }, name is "" or ".a");
        Refused(s_schedule with { Program = "/opt/" + name }, name is ".a");
    }

    [Fact]
    public void Register_WritesThenEnables_AndIsUndoneTheOtherWayRound()
    {
        RepairPlan plan = SchedulePlan.Register(s_schedule, new ScheduleState());

        Assert.Equal(
            [
                "systemctl daemon-reload", "/etc/systemd/system/containernet-repair.service",
                "/etc/systemd/system/containernet-repair.timer", "systemctl daemon-reload",
                "systemctl enable containernet-repair.service", "systemctl enable --now containernet-repair.timer",
            ],
            plan.Steps.Select(Words));

        // Undo goes from the last to the first: the last thing it does is to have systemd forget the files.
        Assert.Equal("systemctl daemon-reload", ((CommandStep)plan.Steps[0]).Inverse!.ToString());
    }

    [Fact]
    public async Task Registration_IsJournaledAndUndone()
    {
        using TemporaryRoot root = new();
        StubHost host = new(_ => StubHost.Ok);
        RepairRunner runner = new(new LinuxChanges(host, root.Path));

        RepairResult result = await runner.ApplyAsync(SchedulePlan.Register(s_schedule, new ScheduleState()), CancellationToken.None);

        Assert.Equal(RepairStatus.Repaired, result.Status);
        Assert.True(root.Has("/etc/systemd/system/containernet-repair.timer"));
        host.Ran.Clear();

        await runner.UndoAsync(result.Id, CancellationToken.None);

        Assert.False(root.Has("/etc/systemd/system/containernet-repair.service"));
        Assert.False(root.Has("/etc/systemd/system/containernet-repair.timer"));
        Assert.Equal(
            [
                "systemctl disable --now containernet-repair.timer", "systemctl disable containernet-repair.service",
                "systemctl daemon-reload", "systemctl daemon-reload",
            ],
            host.Ran);
    }

    [Fact]
    public void SecondRegistration_HasNothingToDo() =>
        Assert.Empty(SchedulePlan.Register(s_schedule, Registered(s_schedule)).Steps);

    [Fact]
    public void OtherInterval_ReplacesTheUnits()
    {
        RepairPlan plan = SchedulePlan.Register(s_schedule with { Interval = TimeSpan.FromMinutes(1) }, Registered(s_schedule));

        Assert.Equal("systemctl disable --now containernet-repair.timer", Words(plan.Steps[0]));
        Assert.All(plan.Steps.OfType<FileStep>(), f => Assert.NotNull(f.Before));
    }

    [Fact]
    public void Unregister_TakesEverythingAway()
    {
        RepairPlan plan = SchedulePlan.Unregister(s_schedule.Name, Registered(s_schedule));

        Assert.Equal(2, plan.Steps.OfType<FileStep>().Count(f => f.Content is null));
        Assert.Contains("systemctl reset-failed containernet-repair.*", plan.Steps.Select(Words));
        Assert.Equal("systemctl daemon-reload", Words(plan.Steps[^1]));
        Assert.Empty(SchedulePlan.Unregister(s_schedule.Name, new ScheduleState()).Steps);
    }

    [Fact]
    public void SomebodyElsesUnit_IsLeftAlone()
    {
        ScheduleState foreign = new() { Service = "[Service]\nExecStart=/bin/true\n" };

        Assert.Equal(Problem.RepairConflict, Assert.Throws<ContainerNetException>(() => SchedulePlan.Register(s_schedule, foreign)).Problem);
        Assert.Equal(
            Problem.RepairConflict,
            Assert.Throws<ContainerNetException>(() => SchedulePlan.Unregister(s_schedule.Name, foreign)).Problem);
    }

    [Fact]
    public void SameRepairWithinTheHour_IsCounted()
    {
        DateTimeOffset now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        RepairPlan plan = new() { Code = "CN3001", Subject = "docker", Title = "Put back", Steps = [] };
        (RepairPlan, DateTimeOffset)[] made =
        [
            (plan, now.AddMinutes(-61)),
            (plan, now.AddMinutes(-30)),
            (plan with { Code = "CN3002", Subject = "web" }, now.AddMinutes(-20)),
            (plan with { Title = "Put back more" }, now.AddMinutes(-10)),
            (plan with { Code = "CN1001", Subject = "host", Title = "Switch on" }, now.AddMinutes(-5)),
        ];

        Assert.Equal([now.AddMinutes(-30), now.AddMinutes(-20), now.AddMinutes(-10)], StormGuard.Recent(plan, made, now));
    }

    private static string Words(RepairStep step) =>
        step is CommandStep c ? c.Command.ToString() : ((FileStep)step).Path;

    private static void Refused(RepairSchedule schedule, bool isFine = false)
    {
        Exception? error = Record.Exception(() => SchedulePlan.Register(schedule, new ScheduleState()));
        Assert.True(isFine ? error is null : error is ContainerNetException { Problem: Problem.RepairUnsupported }, $"{error}");
    }
}
