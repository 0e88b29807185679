using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

public sealed class MountSourceCheckTests
{
    private static ContainerMount Mount(MountSource? found, string destination = "/app/config.yaml") =>
        new() { Source = "/srv/app/config", Destination = destination, ReadOnly = true, Found = found };

    private static HostBuilder Host(ContainerMount mount, ContainerState state = ContainerState.Running, string? error = null, EngineKind kind = EngineKind.Docker) =>
        new HostBuilder().Engine(e => e with { Kind = kind })
            .Container("web", "172.17.0.2", ["8080:80"], edit: c => c with { Mounts = [mount], State = state, Error = error });

    private static HostBuilder Unit(ContainerMount mount, string active = "activating", string sub = "auto-restart", string result = "exit-code") =>
        new HostBuilder().Web().With(s => s with
        {
            Engines = [.. s.Engines, new ContainerEngine
            {
                Name = "podman:sam", Kind = EngineKind.Podman, Version = "5.4.2", ApiVersion = "1.41", Socket = "/run/user/1000/podman/podman.sock", Rootless = true,
            }],
            ContainerUnits = [new ContainerUnit
            {
                Name = "shop.service", User = "sam", ActiveState = active, SubState = sub, Result = result, Mounts = [mount],
                Command = ["/usr/bin/podman", "run", "--rm", "--name", "shop", "bb:1"],
            }],
        });

    [Fact, Fault("CN5011")]
    public void UnitWhoseMountHasNoSource_NamesIt()
    {
        Finding finding = Unit(Mount(MountSource.Absent)).First("CN5011");

        Assert.Equal(("shop", "podman:sam", Severity.Error), (finding.Container, finding.Engine, finding.Severity));
        Assert.Equal("shop is to see /srv/app/config at /app/config.yaml, and that is not there.", finding.Message);
        Assert.Contains(finding.Evidence, e => e.Value.StartsWith("activating (auto-restart), exit-code", StringComparison.Ordinal));
        Assert.Contains("systemctl --user restart shop.service   # as sam", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact, Fault("CN5011")]
    public void FileThatItsUserMayNotRead_IsAWarning()
    {
        Finding finding = Host(Mount(MountSource.File) with { Denied = "0:0, mode 600, and 1000:1000 asks" }).First("CN5011");

        Assert.Equal((Severity.Warning, false), (finding.Severity, finding.Repairable));
        Assert.Equal("web is to see /srv/app/config at /app/config.yaml, and its user may not read that.", finding.Message);
        Assert.Contains(finding.Evidence, e => e.Value == "/srv/app/config is 0:0, mode 600, and 1000:1000 asks");
        Host(Mount(MountSource.File) with { Denied = "0:0, mode 600, and 1000:1000 asks" }, ContainerState.Exited).HasNot("CN5011");
    }

    [Fact]
    public void StoppedContainer_IsToldByItsError()
    {
        Finding finding = Host(Mount(MountSource.Absent), ContainerState.Created, "bind source path does not exist: /srv/app/config").First("CN5011");

        Assert.Equal(Severity.Error, finding.Severity);
        Assert.Equal(FindingRole.Consequence, Host(Mount(MountSource.Absent), ContainerState.Created, "no /srv/app/config").Has("CN5005").Role);
        Assert.NotNull(Host(Mount(MountSource.Absent), ContainerState.Exited, kind: EngineKind.Podman).First("CN5011"));
    }

    [Fact]
    public void EmptyFolderWhereAFileIsMeant_IsAWarning()
    {
        Finding finding = Host(Mount(MountSource.EmptyFolder)).First("CN5011");

        Assert.Equal((Severity.Warning, FindingRole.RootCause), (finding.Severity, finding.Role));
        Assert.Contains("there is an empty folder, where its name says a file", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SourceRemovedUnderARunningContainer_IsLatent() =>
        Assert.Equal((Severity.Warning, FindingRole.Latent), (Host(Mount(MountSource.Absent)).First("CN5011").Severity, Host(Mount(MountSource.Absent)).First("CN5011").Role));

    [Fact, NearMiss("CN5011")]
    public void WhatIsThereOrMayBeEmpty_IsSilent()
    {
        Host(Mount(MountSource.File)).HasNot("CN5011");
        Host(Mount(MountSource.Folder)).HasNot("CN5011");
        Host(Mount(MountSource.EmptyFolder, "/var/lib/app")).HasNot("CN5011");
        Host(Mount(MountSource.EmptyFolder, "/etc/nginx/conf.d")).HasNot("CN5011");
        Host(Mount(null)).HasNot("CN5011");
    }

    [Fact]
    public void DockerMakesTheFolder_SoAStoppedContainerProvesNothing() => Host(Mount(MountSource.Absent), ContainerState.Exited).HasNot("CN5011");

    [Fact]
    public void UnitThatRunsOrWasStopped_IsSilent()
    {
        Unit(Mount(MountSource.Absent), "active", "running", "success").HasNot("CN5011");
        Unit(Mount(MountSource.Absent), "inactive", "dead", "success").HasNot("CN5011");
        Unit(Mount(MountSource.File)).HasNot("CN5011");
    }

    [Fact]
    public void CommandOfAUnit_TellsItsBindMounts()
    {
        ContainerUnit unit = new()
        {
            Name = "shop.service",
            Command = ["/usr/bin/podman", "run", "-v", "/srv/a:/a:ro,Z", "--volume=/srv/b:/b", "-v", "data:/data", "-v", "%h/c:/c", "-v", "/only",
                "--mount", "type=bind,src=/srv/d,dst=/d,ro", "--mount=type=volume,source=v,target=/v", "bb:1"],
        };

        Assert.Equal([("/srv/a", "/a", true), ("/srv/b", "/b", false), ("/srv/d", "/d", true)], unit.BindMounts.Select(m => (m.Source, m.Destination, m.ReadOnly)));
    }
}
