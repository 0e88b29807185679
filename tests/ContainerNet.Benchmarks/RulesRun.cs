using System.Diagnostics;
using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources;
using ContainerNet.Sources.Netfilter;

namespace ContainerNet.Benchmarks;

/// <summary>Reads the rules of this network namespace, alternating with a tool that only prints them.</summary>
internal static class RulesRun
{
    /// <summary>Medians of both, in one run.</summary>
    public static async Task CompareAsync(int runs, string[] tool)
    {
        using LinuxHost host = new();
        List<double> ours = [], theirs = [];
        double first = 0;
        for (int run = 0; run <= runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            await FirewallReader.ReadAsync(host, FactKinds.Firewall, CancellationToken.None);
            double took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            start = Stopwatch.GetTimestamp();
            await DrainAsync(tool);
            if (run == 0)
            {
                first = took;
                continue;
            }

            ours.Add(took);
            theirs.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Say($"read and parsed {Median(ours):F0} ms (the first time in the process {first:F0} ms), {string.Join(' ', tool)} {Median(theirs):F0} ms, ratio {Median(ours) / Median(theirs):F2} (medians of {runs})");
    }

    /// <summary>How much the peak of the process grows by one reading, in KiB: of a namespace without rules, what it takes however
    /// few there are.</summary>
    public static async Task GrowthAsync() => Say($"{(await ReadOnceAsync()).GrowthKb}");

    /// <summary>One reading, for the memory: the growth of the peak, of which <paramref name="fixedKb"/> are needed for any, and
    /// what is kept, held against what the tool prints and against the text of the rules.</summary>
    public static async Task MemoryAsync(int fixedKb, string[] tool)
    {
        (Reading<FirewallFacts> reading, long growthKb) = await ReadOnceAsync();

        // The frames of what has just ended are still below: from here on they hold nothing.
        await Task.Yield();
        long kept = GC.GetTotalMemory(forceFullCollection: true);
        IReadOnlyList<FirewallChain> chains = reading.Value.Chains;
        long printed = await DrainAsync(tool);
        long text = chains.Sum(chain => chain.Rules.Sum(rule => rule.Text.Length + chain.Name.Length + 12L) + chain.Name.Length + 12);
        double peak = growthKb * 1024.0;
        Say($"{chains.Sum(chain => chain.Rules.Count)} rules in {chains.Count} chains, {chains.Sum(chain => chain.Rules.Count(rule => !rule.Understood))} not understood, {chains.Sum(chain => chain.Rules.Count(rule => rule.Handle is null))} without handle, {reading.Gaps.Count} gaps");
        Say($"{string.Join(' ', tool)} prints {printed / 1e6:F1} MB, the rules' own text is {text / 1e6:F1} MB");
        Say($"peak {peak / 1e6:F0} MB more than before, {fixedKb * 1024 / 1e6:F0} MB of it for any reading: {peak / printed:F1} times what is printed, {(peak - (fixedKb * 1024.0)) / printed:F1} times without the fixed part; kept {kept / 1e6:F0} MB ({(double)kept / printed:F1} times)");
        GC.KeepAlive(reading);
    }

    private static async Task<(Reading<FirewallFacts> Reading, long GrowthKb)> ReadOnceAsync()
    {
        using LinuxHost host = new();
        long before = PeakMemory();
        Reading<FirewallFacts> reading = await FirewallReader.ReadAsync(host, FactKinds.Firewall, CancellationToken.None);
        return (reading, PeakMemory() - before);
    }

    private static async Task<long> DrainAsync(string[] tool)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(tool[0], tool[1..]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        byte[] buffer = new byte[64 * 1024];
        long length = 0;
        while (await process.StandardOutput.BaseStream.ReadAsync(buffer) is int count and > 0)
        {
            length += count;
        }

        await process.WaitForExitAsync();
        return length;
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static long PeakMemory() => long.Parse(
        File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
