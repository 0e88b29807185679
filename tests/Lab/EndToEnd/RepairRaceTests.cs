using System.Globalization;
using ContainerNet.Lab.Hosts;
using Xunit.Abstractions;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>
/// A repair of Docker's rules beside somebody who changes them too. Afterwards nothing is missing, no rule stands twice, and
/// rules of others are where they were.
/// </summary>
/// <param name="output">Where it is written what became of each repair.</param>
public sealed class RepairRaceTests(ITestOutputHelper output)
{
    private const string Foreign = "-A FORWARD -s 198.51.100.7/32 -j DROP";
    private static readonly string[] s_repairer = ["dotnet", "/opt/containernet/repairer/ContainerNet.Repairer.dll"];
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    /// <summary>Both have looked before the first one changes anything.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task TwoRepairsAtOnce_OneDoesIt(Suite suite)
    {
        await using LabHost host = await HostAsync(suite, firewalld: false);
        for (int round = 0; round < 3; round++)
        {
            await FlushAsync(host);

            CommandOutcome[] both = await Task.WhenAll(RepairAsync(host), RepairAsync(host));

            Assert.All(both, repair => repair.EnsureSuccess());
            Assert.Single(both, repair => repair.Output.StartsWith("Repaired ", StringComparison.Ordinal));
            Assert.Single(both, repair => repair.Output.StartsWith("NotNeeded", StringComparison.Ordinal));
            await AssertWholeAsync(host);
        }
    }

    /// <summary>dockerd writes the rules of a new container one by one while the repair looks and acts.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task DockerRunMeanwhile_BothSetsAreThere(Suite suite)
    {
        await using LabHost host = await HostAsync(suite, firewalld: false);
        for (int round = 0; round < 3; round++)
        {
            await FlushAsync(host);
            string name = string.Create(CultureInfo.InvariantCulture, $"race{round}");
            Task<CommandOutcome> repair = RepairAsync(host);
            await Task.Delay(150 * (round + 1));
            Task<CommandOutcome> run = host.RunAsync(
                s_limit, "docker", "run", "--detach", "--name", name, "--publish", $"{9100 + round}:80", "bb:1", "/bin/httpd", "-f", "-p", "80", "-h", "/www");

            (await repair).EnsureSuccess();
            (await run).EnsureSuccess();
            await SettleAsync(host);
            await RepairAsync(host);
            await AssertWholeAsync(host);
            Assert.Equal(200, await host.ClientHttpStatusAsync(9100 + round));
        }
    }

    /// <summary>dockerd takes the rules of a container away, which a repair that looked before would bring back.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task DockerRemoveMeanwhile_LeavesNoRuleOfTheGoneContainer(Suite suite)
    {
        await using LabHost host = await HostAsync(suite, firewalld: false);
        for (int round = 0; round < 4; round++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"gone{round}");
            int port = 9200 + round;
            (await host.RunAsync(
                s_limit, "docker", "run", "--detach", "--name", name, "--publish", $"{port}:80", "bb:1", "/bin/httpd", "-f", "-p", "80", "-h", "/www")).EnsureSuccess();
            await FlushAsync(host);
            Task<CommandOutcome> repair = RepairAsync(host);
            await Task.Delay(120 * round);
            (await host.RunAsync(s_limit, "docker", "rm", "--force", name)).EnsureSuccess();
            output.WriteLine($"{round}: {await repair}");
            await SettleAsync(host);

            string[] left = [.. (await RulesAsync(host)).Split('\n')
                .Where(r => r.Contains(string.Create(CultureInfo.InvariantCulture, $"--dport {port} "), StringComparison.Ordinal))];
            Assert.True(left.Length == 0, $"round {round}: {string.Join("; ", left)}");
            await RepairAsync(host);
            await AssertWholeAsync(host);
        }
    }

    /// <summary>dockerd hears of the reload and writes its rules again, one iptables call each, while the repair does.</summary>
    /// <param name="suite">Which Debian.</param>
    [LabTheory]
    [InlineData(Suite.Bookworm)]
    [InlineData(Suite.Trixie)]
    [InlineData(Suite.Forky)]
    public async Task FirewalldReloadMeanwhile_NothingIsMixed(Suite suite)
    {
        await using LabHost host = await HostAsync(suite, firewalld: true);
        for (int round = 0; round < 4; round++)
        {
            Task<CommandOutcome> reload = host.RunAsync(s_limit, "firewall-cmd", "--quiet", "--reload");
            await Task.Delay(200 * round);
            CommandOutcome repair = await RepairAsync(host);
            (await reload).EnsureSuccess();
            await SettleAsync(host);

            // The reload may have begun after the repair was through: what it takes then is another damage.
            CommandOutcome rest = await RepairAsync(host);
            output.WriteLine($"{repair}{Environment.NewLine}{rest}");
            rest.EnsureSuccess();
            await AssertWholeAsync(host, foreign: false);
        }
    }

    private static async Task<LabHost> HostAsync(Suite suite, bool firewalld)
    {
        LabHost host = await LabHost.StartAsync(suite, firewalld);
        if (firewalld)
        {
            await host.InjectAsync("docker-knows-firewalld");
        }

        await host.InjectAsync("healthy");
        return host;
    }

    private static async Task FlushAsync(LabHost host)
    {
        foreach (string table in (string[])["filter", "nat"])
        {
            (await host.RunAsync("iptables", "--table", table, "--flush")).EnsureSuccess();
        }

        (await host.RunAsync("iptables", "-A", "FORWARD", "-s", "198.51.100.7", "-j", "DROP")).EnsureSuccess();
    }

    private static Task<CommandOutcome> RepairAsync(LabHost host) => host.RunAsync(s_limit, [.. s_repairer, "repair", "docker"]);

    /// <summary>Waits until nobody has changed a rule for a second.</summary>
    private static async Task SettleAsync(LabHost host)
    {
        string before;
        string now = await RulesAsync(host);
        do
        {
            before = now;
            await Task.Delay(1000);
            now = await RulesAsync(host);
        }
        while (before != now);
    }

    private static async Task AssertWholeAsync(LabHost host, bool foreign = true)
    {
        CommandOutcome missing = (await host.RunAsync([.. s_repairer, "missing"])).EnsureSuccess();
        Assert.True(missing.Output.Trim().Length == 0, missing.ToString());
        string[] rules = (await RulesAsync(host)).Split('\n');
        string[] twice = [.. rules.GroupBy(r => r).Where(g => g.Count() > 1).Select(g => g.Key)];
        Assert.True(twice.Length == 0, string.Join(Environment.NewLine, twice));
        Assert.Equal(foreign ? 1 : 0, rules.Count(r => r.EndsWith(Foreign, StringComparison.Ordinal)));
    }

    private static async Task<string> RulesAsync(LabHost host)
    {
        List<string> rules = [];
        foreach (string tool in (string[])["iptables", "ip6tables"])
        {
            foreach (string table in (string[])["filter", "nat", "raw"])
            {
                CommandOutcome listing = (await host.RunAsync(tool, "--table", table, "--list-rules")).EnsureSuccess();
                rules.AddRange(listing.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Where(line => line[0] == '-').Select(line => $"{tool} {table} {line}"));
            }
        }

        return string.Join('\n', rules);
    }
}
