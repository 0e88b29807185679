using ContainerNet.Model;
using ContainerNet.Sources.Engines;

namespace ContainerNet.Sources.Systemd;

public sealed class ContainerUnitReaderTests
{
    private const string Ask = "--no-pager --timestamp=us+utc --property=Id,ActiveState,SubState,Result,ActiveEnterTimestamp,ExecStart,FragmentPath,SourcePath,NeedDaemonReload *.service";

    private static readonly ContainerEngine s_sam = new()
    {
        Name = "podman:sam", Kind = EngineKind.Podman, Version = "5", ApiVersion = "1.41", Rootless = true, Socket = "/run/user/1000/podman/podman.sock",
    };

    [Theory]
    [InlineData("bookworm")]
    [InlineData("forky")]
    public async Task UserManager_IsAskedAsItsUser_AndOnlyPodmansUnitsAreTaken(string suite)
    {
        ScriptedHost host = new ScriptedHost()
            .With("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nsam:x:1000:1007::/home/sam:/bin/bash\n")
            .Answer($"setpriv --reuid 1000 --regid 1007 --clear-groups env XDG_RUNTIME_DIR=/run/user/1000 systemctl --user show {Ask}",
                ScriptedHost.Fixture($"systemd/show-user-{suite}.txt"));

        Reading<IReadOnlyList<ContainerUnit>> reading = await ContainerUnitReader.ReadAsync(host, new EngineFacts([s_sam], [], []), keepTexts: true, default);

        Assert.Empty(reading.Gaps);
        Assert.Equal(["chat.service", "shop.service", "stock.service"], reading.Value.Select(u => u.Name).Order(StringComparer.Ordinal));
        ContainerUnit shop = reading.Value.Single(u => u.Name == "shop.service");
        Assert.Equal(("sam", 1000, 1007, "shop", true, "running"), (shop.User, shop.UserId, shop.GroupId, shop.ContainerName, shop.IsActive, shop.SubState));
        Assert.Equal([8001], shop.HostPorts);
        Assert.NotNull(shop.ActiveSince);
    }

    [Fact]
    public void FileThatSaysIt_IsQuadletsOrTheUnitsOwn()
    {
        List<ContainerUnit> units = [.. ContainerUnitReader.Parse(ScriptedHost.Fixture("systemd/show-user-forky.txt"), owner: null)];

        Assert.Equal("/home/sam/.config/containers/systemd/chat.container", units.Single(u => u.Name == "chat.service").SourceFile);
        Assert.Equal("/home/sam/.config/systemd/user/shop.service", units.Single(u => u.Name == "shop.service").SourceFile);
        Assert.All(units, u => Assert.False(u.IsStale));
    }

    [Fact]
    public void Unit_ThatDoesNotSay_HasNoFile()
    {
        ContainerUnit unit = Assert.Single(ContainerUnitReader.Parse(
            "Id=a.service\nExecStart={ path=/usr/bin/podman ; argv[]=/usr/bin/podman run x ; ignore_errors=no ; }\nSourcePath=\nFragmentPath=\nNeedDaemonReload=yes\n", owner: null));

        Assert.Null(unit.SourceFile);
        Assert.True(unit.IsStale);
    }

    [Fact]
    public async Task ManagerThatDoesNotAnswer_IsAPartialGap()
    {
        ScriptedHost host = new ScriptedHost().Answer(
            $"setpriv --reuid 1000 --regid 1000 --clear-groups env XDG_RUNTIME_DIR=/run/user/1000 systemctl --user show {Ask}",
            "", 1, "Failed to connect to bus: No such file or directory\n");

        Reading<IReadOnlyList<ContainerUnit>> reading = await ContainerUnitReader.ReadAsync(host, new EngineFacts([s_sam], [], []), keepTexts: true, default);

        Assert.Empty(reading.Value);
        Gap gap = Assert.Single(reading.Gaps);
        Assert.True(gap.Partial);
        Assert.Contains("Failed to connect to bus", gap.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DockerWhoseContainersAllRun_NeedsNoUnits()
    {
        ContainerEngine docker = s_sam with { Name = "docker", Kind = EngineKind.Docker, Rootless = false, Socket = "/run/docker.sock" };

        Assert.Empty((await ContainerUnitReader.ReadAsync(new ScriptedHost(), new EngineFacts([docker], [], []), keepTexts: true, default)).Gaps);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Id=a.service\nExecStart={ path=/usr/bin/podman ; argv[]=/usr/bin/podman run")]
    [InlineData("Id=a.service\nExecStart={ path=/bin/podman-thing ; argv[]=/bin/podman-thing run ; ignore_errors=no ; }")]
    [InlineData("ExecStart={ path=/usr/bin/podman ; argv[]=/usr/bin/podman run x ; ignore_errors=no ; }")]
    public void WhatIsNoUnitOfAContainer_IsPassedOver(string output) => Assert.Empty(ContainerUnitReader.Parse(output, owner: null));
}
