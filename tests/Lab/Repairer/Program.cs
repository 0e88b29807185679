using System.Diagnostics;
using System.Text.Json;
using ContainerNet.Checks;
using ContainerNet.Collection;
using ContainerNet.Findings;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Repairs;
using ContainerNet.Repairs.Running;

namespace ContainerNet.Lab.Repairer;

/// <summary>
/// Repairs on a lab host without PowerShell, so that two hundred of them can be killed in a minute.
/// "plan docker|CODE FILE" keeps a plan; "apply FILE" carries it out, "apply FILE die N" ends itself by SIGKILL before its
/// change number N, "apply FILE amid N" while it makes it; "storm FILE KILLS SEED" kills so many, looks at the host and the
/// journal each time, and takes it back; "repair docker" plans and repairs as the cmdlet does, "missing" says what it would do; "undo ID" and "force ID" take back.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            using LinuxHost host = new();
            switch (arguments)
            {
                case ["plan", string what, string file]:
                    await File.WriteAllTextAsync(file, JsonSerializer.Serialize(await PlanAsync(host, what)));
                    return 0;
                case ["apply", string file]:
                    return await ApplyAsync(file, new MortalChanges(new LinuxChanges(host), dieAt: int.MaxValue, amid: false));
                case ["apply", string file, "die" or "amid", string number]:
                    bool amid = arguments[2] == "amid";
                    return await ApplyAsync(file, new MortalChanges(new LinuxChanges(host), Number(number), amid));
                case ["storm", string file, string kills, string seed]:
                    return await new Storm(host, file, Number(kills), Number(seed)).RunAsync();
                case ["repair", "docker"]:
                    return await RepairAsync(host);
                case ["missing"]:
                    foreach (RepairStep step in (await PlanAsync(host, "docker")).Steps)
                    {
                        Console.WriteLine($"{step.Description}: {(step as CommandStep)?.Command.Input?.ReplaceLineEndings("; ")}");
                    }

                    return 0;
                case ["undo" or "force", string id]:
                    Write(await new RepairRunner(host).UndoAsync(id, arguments[0] == "force", CancellationToken.None));
                    return 0;
                default:
                    await Console.Error.WriteLineAsync("usage: plan docker|CODE FILE | apply FILE [die|amid N] | storm FILE KILLS SEED | repair docker | missing | undo|force ID");
                    return 2;
            }
        }
        catch (ContainerNetException e)
        {
            await Console.Error.WriteLineAsync($"{e.Problem}: {e.Message}");
            return 1;
        }
    }

    /// <summary>A plan for the engine's rules, or for the first finding of a code.</summary>
    /// <param name="host">The host.</param>
    /// <param name="what">"docker", or codes with commas between.</param>
    /// <param name="orNothing">Where nothing is found any more: its plan without steps.</param>
    internal static async Task<RepairPlan> PlanAsync(LinuxHost host, string what, RepairPlan? orNothing = null)
    {
        Snapshot facts = await LookAsync(host, CancellationToken.None);
        if (what == "docker")
        {
            return DockerChainRepair.PlanEngine(EngineOf(facts), facts);
        }

        Finding? finding = Diagnoser.Run(facts).Findings.FirstOrDefault(f => what.Split(',').Contains(f.Code));
        if (finding is null && orNothing is not null)
        {
            return orNothing with { Steps = [] };
        }

        return (finding is null ? null : RepairPlanner.Plan(finding, facts)) ?? throw new InvalidOperationException($"no plan for {what}");
    }

    private static async Task<int> ApplyAsync(string file, MortalChanges changes)
    {
        RepairPlan plan = JsonSerializer.Deserialize<RepairPlan>(await File.ReadAllTextAsync(file))!;
        new RepairRunner(changes).History(); // what it needs is compiled and loaded before the clock runs
        Console.WriteLine("begin");
        await Console.Out.FlushAsync();
        long start = Stopwatch.GetTimestamp();
        Write(await new RepairRunner(changes).ApplyAsync(plan, CancellationToken.None));
        Console.WriteLine($"work {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms");
        Console.WriteLine($"changes {changes.Count}");
        return 0;
    }

    private static async Task<int> RepairAsync(LinuxHost host)
    {
        Snapshot facts = await LookAsync(host, CancellationToken.None);
        Write(await new RepairRunner(host).ApplyAsync(
            DockerChainRepair.PlanEngine(EngineOf(facts), facts),
            async token => (await PlanAgainAsync(token)).Steps.Count > 0,
            PlanAgainAsync,
            CancellationToken.None));
        return 0;

        async Task<RepairPlan> PlanAgainAsync(CancellationToken token)
        {
            Snapshot now = await LookAsync(host, token);
            return DockerChainRepair.PlanEngine(EngineOf(now), now, method: null, facts);
        }
    }

    private static Task<Snapshot> LookAsync(LinuxHost host, CancellationToken token) =>
        new SnapshotCollector(host, new CollectOptions()).CollectAsync(token);

    private static ContainerEngine EngineOf(Snapshot facts) => facts.Engines.First(e => e.Kind == EngineKind.Docker);

    private static void Write(RepairResult result) =>
        Console.WriteLine($"{result.Status} {result.Id} {string.Join(" | ", result.Changes)} {string.Join(" | ", result.Notes)}".Trim());

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
