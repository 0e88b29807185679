using ContainerNet.Repairs.Scheduling;

namespace ContainerNet.Cli;

public sealed class OptionsTests
{
    [Fact]
    public void EveryOption_IsUnderstood()
    {
        Options options = Options.Parse(
            ["diagnose", "--json", "--container", "web", "--container=db*", "--port", "8080", "--engine=docker", "--all", "--snapshot", "f"]);
        Assert.Equal(Verb.Diagnose, options.Verb);
        Assert.True(options.Json && options.All);
        Assert.Equal(["web", "db*"], options.Containers);
        Assert.Equal([8080], options.Ports);
        Assert.Equal(("docker", "f"), (options.Engine, options.Snapshot));
        options = Options.Parse(["snapshot", "--out", "-", "--record=r", "--redact"]);
        Assert.Equal((Verb.Snapshot, "-", "r", true), (options.Verb, options.Out, options.Record, options.Redact));
    }

    [Fact]
    public void RepairOfASchedule_IsUnderstood()
    {
        Options options = Options.Parse(
            ["repair", "--policy", "report", "--code", "CN3001,CN3002", "--code=CN1001", "--settle", "30", "--most-per-hour", "3", "--journal", "--dry-run"]);
        Assert.Equal((Verb.Repair, SchedulePolicy.Report), (options.Verb, options.Policy));
        Assert.Equal(["CN3001", "CN3002", "CN1001"], options.Codes);
        Assert.Equal((TimeSpan.FromSeconds(30), (int?)3), (options.Settle, options.MostPerHour));
        Assert.True(options.Journal && options.DryRun);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    [InlineData("diagnose --help")]
    [InlineData("snapshot -h")]
    public void Help_IsGiven(string line) => Assert.Equal(Verb.Help, Options.Parse(line.Split(' ')).Verb);

    [Theory]
    [InlineData("")]
    [InlineData("mend")]
    [InlineData("repair --policy maybe")]
    [InlineData("repair --code CN3001,CN9999")]
    [InlineData("repair --most-per-hour 0")]
    [InlineData("repair --settle -1")]
    [InlineData("repair --container web")]
    [InlineData("diagnose --jsn")]
    [InlineData("diagnose web")]
    [InlineData("diagnose --port")]
    [InlineData("diagnose --port 0")]
    [InlineData("diagnose --port 65536")]
    [InlineData("diagnose --port +80")]
    [InlineData("diagnose --json=yes")]
    [InlineData("diagnose --out f")]
    [InlineData("snapshot --json")]
    [InlineData("snapshot --redact=yes")]
    [InlineData("diagnose --redact")]
    public void Nonsense_IsRefused(string line) => Assert.Throws<UsageException>(
        () => Options.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
