using System.Globalization;
using System.Text;
using System.Text.Json;
using ContainerNet.Lab.Hosts;
using Xunit.Abstractions;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>
/// Every kind of network and published port against every kind of damage: afterwards nothing is missing, nothing is twice, nothing
/// stands where it changes a packet's way, rules of others are as they were, and containers and connections have noticed nothing.
/// The measure is the host itself before the damage.
/// </summary>
public sealed class RuleMatrixTests
{
    private const string Everywhere =
        "flush-filter,flush-nat,flush-raw,nft-flush,rules-deleted,chain-deleted,reordered,foreign,rules-deleted,chain-deleted,reordered";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);
    private static readonly string[] s_hostAddresses = ["any", "host", "loopback", "loopback6", "host6"];

    private readonly ITestOutputHelper _output;

    public RuleMatrixTests(ITestOutputHelper output) => _output = output;

    [PowerShellLabTheory]
    [InlineData(Suite.Bookworm, "matrix", false)]
    [InlineData(Suite.Bookworm, "matrix-noproxy", false)]
    [InlineData(Suite.Bookworm, "matrix", true)]
    [InlineData(Suite.Trixie, "matrix", false)]
    [InlineData(Suite.Trixie, "matrix-noproxy", false)]
    [InlineData(Suite.Trixie, "matrix", true)]
    [InlineData(Suite.Forky, "matrix", false)]
    [InlineData(Suite.Forky, "matrix-noproxy", false)]
    [InlineData(Suite.Forky, "matrix", true)]
    public async Task EveryDamage_EndsAsBefore(Suite suite, string matrix, bool firewalld)
    {
        await using LabHost host = await LabHost.StartAsync(suite, firewalld);
        if (firewalld)
        {
            await host.InjectAsync("docker-knows-firewalld");
        }

        await host.InjectAsync(matrix);
        string processes = await ProcessesAsync(host);
        using LabConnection connection = host.Connect(7007);
        Assert.Equal("before", await connection.EchoAsync("before"));

        CommandOutcome outcome = (await host.RunAsync(
            s_limit, "pwsh", "-NoProfile", "-NonInteractive", "-File", "/opt/lab/inside/repair-matrix.ps1",
            "-Damage", firewalld ? "firewalld-reload,firewalld-restart,firewalld-restart,firewalld-reload" : Everywhere)).EnsureSuccess();

        List<Mended> runs = [.. outcome.Output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonSerializer.Deserialize<Mended>(line)!)];
        _output.WriteLine(Table($"{suite}, {matrix}{(firewalld ? ", firewalld" : "")}", runs));
        List<string> wrong = [.. runs.SelectMany(Wrong)];
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(firewalld ? 4 : Everywhere.Split(',').Length, runs.Count);
        Assert.Equal(processes, await ProcessesAsync(host));
        Assert.Equal("after", await connection.EchoAsync("after"));
    }

    private static IEnumerable<string> Wrong(Mended run)
    {
        string[] expected = [.. run.Before.Where(rule => !IsForeign(rule))];
        string[] after = [.. run.After.Where(rule => !IsForeign(rule))];
        foreach (string line in Without(expected, after))
        {
            yield return $"{run.Damage}: missing {line}";
        }

        foreach (string line in Without(after, expected))
        {
            yield return $"{run.Damage}: too many {line}";
        }

        if (run.Again != "NotNeeded")
        {
            yield return $"{run.Damage}: a second repair says {run.Again}";
        }

        // What is foreign is told by its interface; the damage may have turned it round, the repair must not.
        if (!run.Damaged.Where(IsForeign).SequenceEqual(run.After.Where(IsForeign)))
        {
            yield return $"{run.Damage}: rules of others are not as they were";
        }
    }

    private static bool IsForeign(string rule) => rule.Contains("eth7", StringComparison.Ordinal)
        || rule.Contains("eth8", StringComparison.Ordinal) || rule.Contains("mine", StringComparison.Ordinal);

    private static List<string> Without(string[] from, string[] taken)
    {
        List<string> rest = [.. from];
        foreach (string line in taken)
        {
            rest.Remove(line);
        }

        return rest;
    }

    /// <summary>One line a cell: rules that it has, and how many of them there are after each damage.</summary>
    private static string Table(string title, List<Mended> runs)
    {
        StringBuilder table = new(title + "\n");
        string[] networks = [.. runs[0].Before.Where(line => line.Contains(" -j MASQUERADE", StringComparison.Ordinal)).Take(1)];
        table.Append(CultureInfo.InvariantCulture, $"{"cell",-44} {"rules",5}");
        foreach (Mended run in runs)
        {
            table.Append(CultureInfo.InvariantCulture, $" {run.Damage}");
        }

        table.Append('\n');
        foreach ((string name, Func<string, bool> belongs) in Cells(networks.Length > 0 ? runs[0].Before : []))
        {
            int rules = runs[0].Before.Count(belongs);
            table.Append(CultureInfo.InvariantCulture, $"{name,-44} {rules,5}");
            foreach (Mended run in runs)
            {
                int left = run.Damaged.Count(belongs);
                table.Append(string.Create(CultureInfo.InvariantCulture, $"{left}>{run.After.Count(belongs)}").PadLeft(run.Damage.Length + 1));
            }

            table.Append('\n');
        }

        return table.ToString();
    }

    /// <summary>The cells of inside/matrix.sh: networks in the order of their bridges, and fifty host ports for each.</summary>
    private static IEnumerable<(string Name, Func<string, bool> Belongs)> Cells(string[] rules)
    {
        bool has28 = rules.Any(rule => rule.Contains("DOCKER-FORWARD", StringComparison.Ordinal));
        string[] modes = has28 ? ["nat", "internal", "routed", "nat-unprotected"] : ["nat", "internal"];
        int at = 0;
        foreach (string icc in (string[])["icc", "no icc"])
        {
            foreach (string mode in modes)
            {
                string bridge = $"mx{++at} ";
                int port = 20000 + ((at - 1) * 50);
                foreach (string family in (string[])["iptables", "ip6tables"])
                {
                    yield return ($"{mode}, {icc}, {family}: network", rule => rule.StartsWith(family + " ", StringComparison.Ordinal)
                        && (rule + " ").Contains(bridge, StringComparison.Ordinal) && !rule.Contains("--dport", StringComparison.Ordinal));
                    for (int bind = 0; bind < s_hostAddresses.Length; bind++)
                    {
                        int first = port + (bind * 10);
                        yield return (
                            $"{mode}, {icc}, {family}: {s_hostAddresses[bind]} tcp, udp, range",
                            rule => rule.StartsWith(family + " ", StringComparison.Ordinal) && PortOf(rule) is int number && number >= first && number < first + 10);
                    }
                }
            }
        }

        yield return ("two networks", rule => PortOf(rule) is 21000 or 21001);
        yield return ("no masquerade", rule => PortOf(rule) is 21002 || rule.Contains("mxplain", StringComparison.Ordinal));
    }

    private static int? PortOf(string rule)
    {
        int start = rule.IndexOf("--dport ", StringComparison.Ordinal);
        return start >= 0 && int.TryParse(rule[(start + 8)..].Split(' ')[0], CultureInfo.InvariantCulture, out int port) ? port : null;
    }

    private static async Task<string> ProcessesAsync(LabHost host) => (await host.RunAsync(
        "sh", "-c", "docker inspect --format '{{.Name}} {{.State.Pid}} {{.State.StartedAt}}' $(docker ps --quiet --no-trunc) | sort"))
        .EnsureSuccess().Output;

    private sealed record Mended(
        string Damage, string Status, string Notes, string[] Before, string[] Damaged, string[] After, string Again);
}
