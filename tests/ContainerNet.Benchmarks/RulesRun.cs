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

    /// <summary>Once, for the memory: of the whole process, and of what is kept.</summary>
    public static async Task OnceAsync()
    {
        using LinuxHost host = new();
        long before = PeakMemory();
        Reading<FirewallFacts> reading = await FirewallReader.ReadAsync(host, FactKinds.Firewall, CancellationToken.None);
        long peak = PeakMemory() - before;
        long kept = GC.GetTotalMemory(forceFullCollection: true);
        IReadOnlyList<FirewallChain> chains = reading.Value.Chains;
        long text = chains.Sum(chain => chain.Rules.Sum(rule => rule.Text.Length + chain.Name.Length + 12L) + chain.Name.Length + 12);
        Say($"{chains.Sum(chain => chain.Rules.Count)} rules in {chains.Count} chains, {chains.Sum(chain => chain.Rules.Count(rule => !rule.Understood))} not understood, {chains.Sum(chain => chain.Rules.Count(rule => rule.Handle is null))} without handle, {reading.Gaps.Count} gaps");
        Say($"text about {text / 1e6:F1} MB; peak {peak / 1024.0:F0} MB more than before ({peak * 1024.0 / text:F1} times), kept {kept / 1e6:F0} MB ({(double)kept / text:F1} times)");
        GC.KeepAlive(reading);
    }

    private static async Task DrainAsync(string[] tool)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(tool[0], tool[1..]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        await process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        await process.WaitForExitAsync();
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
