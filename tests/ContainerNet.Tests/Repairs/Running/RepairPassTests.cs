using System.Runtime.Versioning;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Repairs.Running;

/// <summary>A pass mends what it is allowed to, once, and not for ever.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RepairPassTests
{
    private const string Key = "net.ipv4.ip_forward";
    private const string Setting = "/proc/sys/net/ipv4/ip_forward";

    private static readonly PassOptions s_options = new() { Codes = ["CN1001"] };

    [Fact]
    public async Task Fault_IsRepairedAndTold()
    {
        using TemporaryRoot root = Host();
        PassOutcome outcome = Assert.Single(await RunAsync(root, s_options));

        Assert.Equal(PassState.Repaired, outcome.State);
        Assert.Equal("1", root.Text(Setting).Trim());
        Assert.NotEmpty(outcome.Result!.Id);
    }

    [Fact]
    public async Task Report_ChangesNothing()
    {
        using TemporaryRoot root = Host();
        PassOutcome outcome = Assert.Single(await RunAsync(root, s_options with { Repairs = false }));

        Assert.Equal(PassState.Found, outcome.State);
        Assert.NotNull(outcome.Plan);
        Assert.Equal("0", root.Text(Setting).Trim());
        Assert.Empty(new RepairJournal(Changes(root)).ReadAll());
    }

    [Fact]
    public async Task CodeThatIsNotAllowed_IsLeftAlone()
    {
        using TemporaryRoot root = Host();
        Assert.Empty(await RunAsync(root, s_options with { Codes = ["CN3001"] }));
        Assert.Equal("0", root.Text(Setting).Trim());
    }

    [Fact]
    public async Task Storm_IsStopped()
    {
        using TemporaryRoot root = Host();
        PassOptions options = s_options with { MostPerHour = 2 };
        for (int damage = 0; damage < 2; damage++)
        {
            Assert.Equal(PassState.Repaired, Assert.Single(await RunAsync(root, options)).State);
            root.Put(Setting, "0\n");
        }

        PassOutcome outcome = Assert.Single(await RunAsync(root, options));

        Assert.Equal(PassState.Stopped, outcome.State);
        Assert.Contains("2 times", outcome.Message, StringComparison.Ordinal);
        Assert.Equal("0", root.Text(Setting).Trim());
    }

    [Fact]
    public async Task FaultThatStays_IsToldOnce()
    {
        using TemporaryRoot root = Host();
        PassOutcome outcome = Assert.Single(await RunAsync(root, s_options, stays: true));
        Assert.Equal(PassState.Failed, outcome.State);
    }

    [Fact]
    public async Task RulesThatChangeAllTheTime_EndThePatience()
    {
        using TemporaryRoot root = Host();
        uint generation = 0;
        int looks = 0;
        RepairPass pass = new(
            Changes(root),
            _ =>
            {
                looks++;
                return Task.FromResult(new PassLook(Facts("1"), [], []));
            },
            () => generation++);

        await pass.RunAsync(
            s_options with { SettleLimit = TimeSpan.FromMilliseconds(300), Quiet = TimeSpan.FromSeconds(5) },
            _ => { },
            CancellationToken.None);

        Assert.Equal(3, looks);
    }

    private static async Task<List<PassOutcome>> RunAsync(TemporaryRoot root, PassOptions options, bool stays = false)
    {
        List<PassOutcome> outcomes = [];
        RepairPass pass = new(
            Changes(root),
            _ =>
            {
                string value = root.Text(Setting).Trim();
                return Task.FromResult(new PassLook(Facts(value), value == "0" || stays ? [Forwarding] : [], []));
            },
            () => null);
        await pass.RunAsync(options, outcomes.Add, CancellationToken.None);
        return outcomes;
    }

    private static Finding Forwarding { get; } = new()
    {
        Code = "CN1001",
        Title = "IPv4 forwarding is off",
        Severity = Severity.Error,
        Role = FindingRole.RootCause,
        Subject = "host",
        Message = "The host forwards no IPv4 packets.",
    };

    private static Snapshot Facts(string value) => new()
    {
        Host = new HostInfo { Name = "h", IsRoot = true },
        CollectedAt = DateTimeOffset.UnixEpoch,
        Settings = [new KernelSetting { Key = Key, Value = value }],
    };

    private static TemporaryRoot Host()
    {
        TemporaryRoot root = new();
        root.Put(Setting, "0\n");
        return root;
    }

    private static LinuxChanges Changes(TemporaryRoot root) => new(new StubHost(_ => StubHost.Ok), root.Path);
}
