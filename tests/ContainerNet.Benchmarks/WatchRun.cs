using System.Diagnostics;
using System.Globalization;
using ContainerNet.Collection;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Paths;
using ContainerNet.Tracing;

namespace ContainerNet.Benchmarks;

/// <summary>Watches UDP packets to a port, as Trace-PacketPath -Wait does, and says how many paths came whole.</summary>
internal static class WatchRun
{
    public static async Task WatchAsync(int port, int count, TimeSpan limit)
    {
        using LinuxHost host = new();
        Snapshot facts = await new SnapshotCollector(host, new CollectOptions
        {
            Kinds = FactKinds.Engines | FactKinds.Links | FactKinds.Firewalld | FactKinds.HostListeners,
        }).CollectAsync(CancellationToken.None);
        TraceWatch watch = new()
        {
            Flows = [new TraceFlow { Protocol = Protocol.Udp, DestinationPort = port, Replies = false }],
        };
        await using PathWatcher watcher = new(host, facts, watch);
        await watcher.StartAsync(CancellationToken.None);
        Console.WriteLine("listening");
        _ = Task.Run(async () =>
        {
            await Task.Delay(limit);
            await watcher.FinishAsync();
        });

        Dictionary<PathVerdict, int> verdicts = [];
        int complete = 0, paths = 0;
        long hops = 0, first = 0, last = 0;
        await foreach (PacketPath path in watcher.ReadAsync(CancellationToken.None))
        {
            first = first == 0 ? Stopwatch.GetTimestamp() : first;
            last = Stopwatch.GetTimestamp();
            paths++;
            complete += path.Complete ? 1 : 0;
            hops += path.Hops.Count;
            verdicts[path.Verdict] = verdicts.GetValueOrDefault(path.Verdict) + 1;
            if (paths == count)
            {
                break;
            }
        }

        Say($"{paths} paths of {count}, {complete} complete, {watcher.Losses} losses told, {hops / Math.Max(1, paths)} hops each");
        Say($"{string.Join(", ", verdicts.Select(v => $"{v.Value} {v.Key}"))}; from the first to the last {Stopwatch.GetElapsedTime(first, last).TotalSeconds:F2} s");
        Say($"peak memory {PeakMemory() / 1024} MB, processor {Environment.CpuUsage.TotalTime.TotalSeconds:F2} s");
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static int PeakMemory() => int.Parse(
        File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
