using ContainerNet.Model;

namespace ContainerNet.Sources.Systemd;

public sealed class UnitReaderTests
{
    private const string Command = "systemctl show --no-pager --timestamp=us+utc --property=Id,LoadState,ActiveState,UnitFileState,MainPID,"
        + "ActiveEnterTimestamp,ActiveEnterTimestampMonotonic,InactiveEnterTimestamp docker.service docker.socket containerd.service "
        + "podman.service firewalld.service nftables.service iptables.service netfilter-persistent.service ufw.service "
        + "systemd-sysctl.service NetworkManager.service systemd-networkd.service";

    [Theory]
    [InlineData("bookworm")]
    [InlineData("trixie")]
    [InlineData("forky")]
    public async Task CapturedUnits_AreRead(string suite)
    {
        ScriptedHost host = new ScriptedHost().Answer(Command, ScriptedHost.Fixture($"systemd/show-{suite}.txt"));

        Reading<IReadOnlyList<SystemdUnit>> reading = await UnitReader.ReadAsync(host, default);

        Assert.Empty(reading.Gaps);
        SystemdUnit docker = reading.Value.Single(unit => unit.Name == "docker.service");
        Assert.True(docker is { IsActive: true, IsLoaded: true, FileState: "enabled", MainProcessId: > 0, ActiveSinceMonotonicUs: > 4_000_000_000 });
        Assert.Equal(new DateTime(2026, 11, 21, 2, 46, 0, DateTimeKind.Utc), docker.ActiveSince!.Value.UtcDateTime, TimeSpan.FromMinutes(1));
        Assert.NotEqual(0, docker.ActiveSince.Value.Microsecond);
        SystemdUnit ufw = reading.Value.Single(unit => unit.Name == "ufw.service");
        Assert.False(ufw.IsLoaded);
        Assert.Null(ufw.ActiveSince);
    }

    [Fact]
    public async Task OldSystemd_IsAskedAgainWithoutTheOption()
    {
        ScriptedHost host = new ScriptedHost()
            .Answer(Command, "", 1, "systemctl: unrecognized option '--timestamp=us+utc'\n")
            .Answer(Command.Replace(" --timestamp=us+utc", "", StringComparison.Ordinal),
                "Id=docker.service\nLoadState=loaded\nActiveEnterTimestamp=Sat 2026-11-21 03:46:14 CET\nActiveEnterTimestampMonotonic=7\n");

        SystemdUnit unit = Assert.Single((await UnitReader.ReadAsync(host, default)).Value);

        Assert.Null(unit.ActiveSince);
        Assert.Equal(7, unit.ActiveSinceMonotonicUs);
    }

    [Theory]
    [InlineData("", 1, "System has not been booted with systemd as init system (PID 1). Can't operate.\n")]
    [InlineData("", 0, "")]
    [InlineData("nonsense\n\n=\n", 0, "")]
    public async Task NoSystemd_IsAGap(string output, int exitCode, string error)
    {
        Reading<IReadOnlyList<SystemdUnit>> reading = await UnitReader.ReadAsync(new ScriptedHost().Answer(Command, output, exitCode, error), default);

        Assert.Empty(reading.Value);
        Assert.False(Assert.Single(reading.Gaps).Partial);
    }

    [Fact]
    public async Task NoSystemctl_IsAGap() => Assert.Single((await UnitReader.ReadAsync(new ScriptedHost(), default)).Gaps);
}
