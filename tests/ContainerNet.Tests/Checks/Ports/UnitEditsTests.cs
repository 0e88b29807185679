using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Repairs;

namespace ContainerNet.Checks.Ports;

/// <summary>Which words of a service's command are written otherwise, and when nobody can say.</summary>
public sealed class UnitEditsTests
{
    [Theory]
    [InlineData("--publish 8080:80", "--publish 8080:8000")]
    [InlineData("-p 127.0.0.1:8080:80/tcp", "-p 127.0.0.1:8080:8000/tcp")]
    [InlineData("--publish=8080:80", "--publish=8080:8000")]
    public void WrongPort_IsPublishedRight(string option, string expected) =>
        Assert.Contains($"podman run --name web {expected} shop:1", Mended("CN5002", Port(option)), StringComparison.Ordinal);

    [Theory]
    [InlineData("--publish 8080:80 --publish 8080:80", new[] { "8000" })]
    [InlineData("--publish 8080-8081:80-81", new[] { "8000" })]
    [InlineData("--publish 80", new[] { "8000" })]
    [InlineData("--publish $PORT:80", new[] { "8000" })]
    [InlineData("--publish 8080:80", new[] { "8000", "9000" })]
    [InlineData("--publish 8080:80", new[] { "127.0.0.1:8000" })]
    [InlineData("--publish 8080:80", new string[0])]
    public void PortThatIsNotCertain_IsForWhoWroteIt(string option, string[] listens) => Assert.Null(Mended("CN5002", Port(option, listens)));

    [Fact]
    public void PortThatIsPublishedAlready_IsNotTheOneThatIsMeant() => Assert.Null(Mended("CN5002", new HostBuilder()
        .Container("web", "172.17.0.2", ["8080:80", "8090:9000"], ["9000"]).Unit("podman run --name web -p 8080:80 -p 8090:9000 shop:1")));

    [Theory]
    [InlineData("shop:1 app --bind 127.0.0.1", "shop:1 app --bind 0.0.0.0")]
    [InlineData("shop:1 app --host=localhost --port 80", "shop:1 app --host=0.0.0.0 --port 80")]
    [InlineData("shop:1 gunicorn -b 127.0.0.1:80 shop", "shop:1 gunicorn -b 0.0.0.0:80 shop")]
    [InlineData("shop:1 app --listen [::1]:80", "shop:1 app --listen [::]:80")]
    [InlineData("shop:1 app --web.listen-address=127.0.0.1:80", "shop:1 app --web.listen-address=0.0.0.0:80")]
    [InlineData("--env HOST=127.0.0.1 shop:1", "--env HOST=0.0.0.0 shop:1")]
    [InlineData("-e ASPNETCORE_URLS=http://localhost:80 shop:1", "-e ASPNETCORE_URLS=http://0.0.0.0:80 shop:1")]
    [InlineData("--env LISTEN_ADDR=127.0.0.1 --env DB_HOST=127.0.0.1 shop:1", "--env LISTEN_ADDR=0.0.0.0 --env DB_HOST=127.0.0.1 shop:1")]
    public void ApplicationThatIsToldLoopback_IsToldAllAddresses(string end, string expected) =>
        Assert.EndsWith($"podman run --name web -p 8080:80 {expected}\n", Mended("CN5001", Loopback(end)), StringComparison.Ordinal);

    [Theory]
    [InlineData("shop:1")]
    [InlineData("shop:1 app --db-host localhost")]
    [InlineData("shop:1 app --bind 127.0.0.1:9000")]
    [InlineData("shop:1 app --bind 127.0.0.1 --listen 127.0.0.1")]
    [InlineData("--env DB_HOST=127.0.0.1 shop:1")]
    [InlineData("--env UPSTREAM_ADDR=127.0.0.1:80 shop:1")]
    [InlineData("shop:1 app 127.0.0.1")]
    [InlineData("shop:1 app --bind")]
    [InlineData("shop:1 app --bind 127.0.0.100")]
    public void AddressThatMayMeanSomethingElse_Stays(string end) => Assert.Null(Mended("CN5001", Loopback(end)));

    [Theory]
    [InlineData("-v /srv/web/site.conf:/etc/site.conf:ro", "-v /srv/web/new/site.conf:/etc/site.conf:ro")]
    [InlineData("--volume=/srv/web/site.conf:/etc/site.conf", "--volume=/srv/web/new/site.conf:/etc/site.conf")]
    [InlineData("--mount type=bind,src=/srv/web/site.conf,dst=/etc/site.conf", "--mount type=bind,src=/srv/web/new/site.conf,dst=/etc/site.conf")]
    public void FileThatWasMoved_IsMountedFromThere(string option, string expected) =>
        Assert.Contains($" {expected} shop:1", Mended("CN5011", Moved(option, "/srv/web/new/site.conf")), StringComparison.Ordinal);

    [Fact]
    public void FileThatMayBeEitherOfTwo_IsForAPerson() =>
        Assert.Null(Mended("CN5011", Moved("-v /srv/web/site.conf:/etc/site.conf", "/srv/web/a/site.conf", "/srv/web/b/site.conf")));

    [Theory]
    [InlineData("stale")]
    [InlineData("package")]
    [InlineData("unknown")]
    public void UnitThatWasNotReadAsItIs_OrIsAPackages_IsLeftAlone(string how) => Assert.Null(Mended("CN5002", Port("-p 8080:80", edit: u => how switch
    {
        "stale" => u with { IsStale = true },
        "package" => u with { SourceFile = "/usr/lib/systemd/system/web.service" },
        _ => u with { SourceFile = null },
    })));

    [Fact]
    public void ContainerOfNoUnit_KeepsTheAdvice() => Assert.Contains(
        "--publish 8080:8000 ... instead of 8080:80",
        new HostBuilder().Container("web", "172.17.0.2", ["8080:80"], ["8000"]).First("CN5002").Remedy, StringComparison.Ordinal);

    [Fact]
    public void Remedy_NamesTheFileAndTheCommand() => Assert.Equal(
        $"Publish 8080:8000 in the place of 8080:80 in {UnitOf.File}; then\nsystemctl daemon-reload && systemctl restart web.service",
        Port("-p 8080:80").First("CN5002").Remedy);

    private static HostBuilder Port(string option, string[]? listens = null, Func<ContainerUnit, ContainerUnit>? edit = null) => new HostBuilder()
        .Container("web", "172.17.0.2", ["8080:80"], listens ?? ["8000"]).Unit($"podman run --name web {option} shop:1", edit);

    private static HostBuilder Loopback(string end) =>
        new HostBuilder().Container("web", "172.17.0.2", ["8080:80"], ["127.0.0.1:80"]).Unit($"podman run --name web -p 8080:80 {end}");

    private static HostBuilder Moved(string option, params string[] places) => new HostBuilder()
        .Engine(e => e with { Kind = EngineKind.Podman, Name = "podman" })
        .Unit($"podman run --name web {option} shop:1", u => u with
        {
            ActiveState = "activating", SubState = "auto-restart", Result = "exit-code",
            Mounts = [.. u.BindMounts.Select(m => m with { Found = MountSource.Absent, Elsewhere = places })],
        });

    /// <summary>What the repair of the first such finding makes of the file; null when it leaves it alone, as the finding says.</summary>
    private static string? Mended(string code, HostBuilder host)
    {
        Snapshot facts = host.Build();
        Finding finding = CheckRunner.Run(facts).Findings.First(f => f.Code == code);
        RepairPlan? plan = new UnitEditRepair().Plan(finding, facts);
        Assert.Equal(plan is not null, finding.Repairable);
        return plan?.Steps.OfType<FileStep>().Single().Content;
    }
}
