using System.Text.RegularExpressions;
using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>Docker's rules are lost, wholly or in part, and come back as dockerd had written them.</summary>
public sealed partial class ChainRepairTests
{
    private const string Repair =
        "Import-Module /opt/containernet/ContainerNet; Repair-DockerChain -Confirm:$false | Format-List";

    /// <summary>The measure is the host itself before the damage: dockerd's own restart leaves DOCKER-USER out.</summary>
    /// <param name="fault">What takes the rules away.</param>
    /// <param name="firewalld">Whether firewalld runs, and Docker knows it, before the damage.</param>
    [PowerShellLabTheory]
    [InlineData("firewalld-late", false)]
    [InlineData("nft-flush", false)]
    [InlineData("iptables-flush", false)]
    [InlineData("nat-docker-deleted", false)]
    [InlineData("forward-drop", false)]
    [InlineData("firewalld-reload", true)]
    [InlineData("firewalld-restart", true)]
    public async Task RulesLost_RepairBringsBackExactlyThose(string fault, bool firewalld)
    {
        await using LabHost host = await LabHost.StartAsync(Suite.Bookworm, firewalld);
        await host.InjectAsync("healthy");
        await host.InjectAsync("echo");
        string[] rules = await RulesAsync(host);
        string processes = await ProcessesAsync(host);
        using LabConnection connection = host.Connect(7007);
        Assert.Equal("before", await connection.EchoAsync("before"));

        await host.InjectAsync(fault);
        Assert.NotEqual(rules, await RulesAsync(host));
        CommandOutcome repair = (await host.PwshAsync(Repair)).EnsureSuccess();

        string[] repaired = await RulesAsync(host);
        Assert.True(
            rules.Order(StringComparer.Ordinal).SequenceEqual(repaired.Order(StringComparer.Ordinal)),
            $"missing:{Environment.NewLine}{string.Join(Environment.NewLine, rules.Except(repaired))}{Environment.NewLine}"
            + $"too many:{Environment.NewLine}{string.Join(Environment.NewLine, repaired.Except(rules))}{Environment.NewLine}{repair}");
        Assert.Equal(Shapes(rules), Shapes(repaired));
        Assert.Equal(processes, await ProcessesAsync(host));
        Assert.Equal("after", await connection.EchoAsync("after"));
        Assert.Equal(200, await host.ClientHttpStatusAsync(8080));
    }

    private static async Task<string[]> RulesAsync(LabHost host)
    {
        List<string> rules = [];
        foreach (string table in (string[])["filter", "nat"])
        {
            CommandOutcome listing = (await host.RunAsync("iptables", "-t", table, "-S")).EnsureSuccess();
            rules.AddRange(listing.Output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.StartsWith('#'))
                .Select(line => $"{table} {line}"));
        }

        return [.. rules];
    }

    /// <summary>
    /// The rules without what tells one bridge or port from another. Rules that differ in that only never meet the same
    /// packet, so which of them is first says nothing; the order of everything else counts.
    /// </summary>
    private static IEnumerable<string> Shapes(IEnumerable<string> rules) => rules
        .Where(rule => rule.Contains(" -A ", StringComparison.Ordinal))
        .Select(rule => Particular().Replace(rule, ""))
        .GroupBy(rule => rule.Split(' ')[2])
        .OrderBy(chain => chain.Key, StringComparer.Ordinal)
        .SelectMany(chain => chain);

    [GeneratedRegex(@"br-[0-9a-f]{12}|docker0|-[sd] [0-9./]+ |-p (?<transport>tcp|udp) -m \k<transport> |--dport [0-9]+ |[0-9.]+:[0-9]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Particular();

    private static async Task<string> ProcessesAsync(LabHost host) => (await host.RunAsync(
        "docker", "inspect", "--format", "{{.Name}} {{.State.Pid}} {{.State.StartedAt}}", "web", "api", "db", "cache", "dns", "echo"))
        .EnsureSuccess().Output;
}
