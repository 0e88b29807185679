using System.Diagnostics;
using System.Globalization;
using ContainerNet.Paths.Requests;

namespace ContainerNet.Benchmarks;

/// <summary>Reads and asks an nginx of 5,000 servers a few times, for a figure within seconds: a whole benchmark takes minutes.</summary>
internal static class NginxRun
{
    /// <summary>Medians of wall clock and of the processor's time, which other work on the machine changes less.</summary>
    public static void Measure(int runs)
    {
        Measure(runs, locations: 12);
        Measure(runs, locations: 6);
    }

    private static void Measure(int runs, int locations)
    {
        using NginxBenchmarks nginx = new() { Locations = locations };
        nginx.Setup();
        List<double> walls = [], processors = [];
        long allocated = 0;
        for (int run = 0; run < runs; run++)
        {
            GC.Collect();
            long bytes = GC.GetTotalAllocatedBytes(precise: true);
            TimeSpan processor = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            RequestAnswer answer = nginx.ReadAndAsk();
            walls.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            processors.Add((Environment.CpuUsage.TotalTime - processor).TotalMilliseconds);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - bytes;
            GC.KeepAlive(answer);
        }

        long asked = Stopwatch.GetTimestamp();
        const int Choices = 1_000_000;
        for (int i = 0; i < Choices; i++)
        {
            nginx.ChooseLocation();
        }

        double choices = Choices / Stopwatch.GetElapsedTime(asked).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"5,000 servers of {locations} locations, a file each, read and asked: {Median(walls):F0} ms, of the processor {Median(processors):F0} ms, {allocated >> 20} MiB allocated (medians of {runs}, the first {walls[0]:F0} ms); {choices / 1e6:F1} million choices of a location a second"));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
