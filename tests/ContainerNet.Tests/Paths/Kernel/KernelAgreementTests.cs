using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Probes;
using Xunit.Abstractions;

namespace ContainerNet.Paths.Kernel;

/// <summary>
/// The rules' prediction against the kernel: random rules are loaded, read back, and random packets are sent through them for
/// real and traced; every rule that they met, and their addresses after each, must be what was predicted.
/// CONTAINERNET_KERNEL_PAIRS sets the number of packets, CONTAINERNET_KERNEL_SEED the first seed, CONTAINERNET_KERNEL_OUT a folder
/// for what disagrees, made as small as it still disagrees.
/// </summary>
public sealed class KernelAgreementTests(ITestOutputHelper output)
{
    private const int UsualPairs = 1000;
    private const int MostShrunk = 10;

    [RootFact("ip", "nft", "iptables-nft-restore", "iptables-legacy-restore", "ipset", "conntrack", "nsenter", "unshare")]
    public async Task RandomRulesAndPackets_FareAsPredicted()
    {
        int wanted = Number("CONTAINERNET_KERNEL_PAIRS", UsualPairs);
        int seed = Number("CONTAINERNET_KERNEL_SEED", 1);
        using KernelNet net = new();
        using LinuxHost host = new();
        KernelRun run = new(net, host);
        KernelTally tally = new();
        for (; tally.Pairs < wanted; seed++)
        {
            await RuleSetAsync(run, seed, tally);
        }

        output.WriteLine(tally.ToString());
        foreach (string text in tally.Disagreements.Take(20).Concat(tally.Doubts.Take(40)).Concat(tally.Refusals.Take(10)))
        {
            output.WriteLine(text);
        }

        Assert.Empty(tally.Disagreements);
        Assert.True(tally.Unknown * 100 < tally.Pairs, $"{tally.Unknown} unknown");
        Assert.True(tally.Refused * 5 < tally.RuleSets, $"{tally.Refused} refused");
    }

    private static async Task RuleSetAsync(KernelRun run, int seed, KernelTally tally)
    {
        Chance chance = new(seed);
        (IReadOnlyList<RuleText> rules, bool isIPv6) = RuleSets.Make(chance);
        tally.RuleSets++;
        if (run.Load(rules) is string refusal)
        {
            tally.Refused++;
            tally.Refusals.Add($"seed {seed}: {refusal}");
            return;
        }

        ShotGenerator generator = new(chance);
        List<Shot> shots = [.. Enumerable.Range(0, 30).Select(_ => generator.First(isIPv6))];
        foreach (Shot shot in await run.FireAsync(shots, generator.Next))
        {
            tally.Add(shot);
            if (shot.Agrees)
            {
                continue;
            }

            string text = $"seed {seed}: {shot.Describe()}";
            if (tally.Disagreements.Count < MostShrunk)
            {
                Shrinker shrinker = new(run);
                IReadOnlyList<RuleText> least = await shrinker.ShrinkAsync(rules, shot);
                text = $"seed {seed}: {shrinker.Last!.Describe()}\n{string.Join("\n", least.Select(part => string.Join(' ', part.Tool) + "\n" + part.Text))}";
                if (Environment.GetEnvironmentVariable("CONTAINERNET_KERNEL_OUT") is { Length: > 0 } folder)
                {
                    Directory.CreateDirectory(folder);
                    await File.WriteAllTextAsync(Path.Combine(folder, $"{seed}-{tally.Disagreements.Count}.txt"), text);
                }
            }

            tally.Disagreements.Add(text);
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
