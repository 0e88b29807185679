using System.Diagnostics;
using System.Globalization;
using ContainerNet.Tracing;

namespace ContainerNet.Benchmarks;

/// <summary>Follows the trace events of the current network namespace for a while, and says what came.</summary>
internal static class StreamRun
{
    public static void Follow(TimeSpan time)
    {
        using TraceStream stream = TraceStream.Open();
        CountingSink sink = new(stream.Chains);
        stream.Start(sink);
        Say($"listening, kernel buffer {stream.BufferBytes >> 20} MiB");
        Thread.Sleep(time);
        long before = stream.Events;
        long start = Stopwatch.GetTimestamp();
        stream.Stop();
        double ended = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Say($"{stream.Events} events, {stream.Events - before} of them while stopping, which took {ended:F0} ms");
        Say($"{stream.Dropped} dropped by the kernel, {sink.Losses} losses told, {sink.RuleChanges} changes of rules");
        Say($"{sink.Ticks} ticks, {sink.Headers} headers");
        Say($"VmHWM {PeakMemory()} kB, processor {Environment.CpuUsage.TotalTime.TotalSeconds:F2} s");
        foreach ((ChainName chain, long count) in sink.PerChain())
        {
            Say($"{count,10} {chain.Family} {chain.Table} {chain.Chain}");
        }
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static string PeakMemory() => File.ReadLines("/proc/self/status")
        .First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
}
