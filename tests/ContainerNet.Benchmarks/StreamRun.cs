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
        Console.WriteLine($"listening, kernel buffer {stream.BufferBytes >> 20} MiB");
        Thread.Sleep(time);
        long events = stream.Events;
        long start = Stopwatch.GetTimestamp();
        stream.Stop();
        double stop = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {stream.Events} events ({stream.Events - events} of them while stopping, {stop:F0} ms), {stream.Dropped} dropped by the kernel, {sink.Losses} losses told
            {sink.RuleChanges} changes of rules, {sink.Ticks} ticks, {sink.Headers} headers, VmHWM {PeakMemory()} kB, CPU {Environment.CpuUsage.TotalTime.TotalSeconds:F2} s
            """));
        foreach ((ChainName chain, long count) in sink.PerChain().Take(60))
        {
            Console.WriteLine($"{count,10} {chain.Family} {chain.Table} {chain.Chain}");
        }
    }

    private static string PeakMemory() => File.ReadLines("/proc/self/status")
        .First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
}
