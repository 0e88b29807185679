using System.Globalization;
using ContainerNet.Lab.Hosts;
using Xunit.Abstractions;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>The table of traces: each line is asked twenty times, and every answer must be right.</summary>
/// <param name="hosts">The hosts.</param>
/// <param name="output">Takes the times.</param>
[Collection(TraceCollection.Name)]
public sealed class TraceVerdictTests(TraceHosts hosts, ITestOutputHelper output)
{
    private const int Runs = 20;

    // From the call to the verdict of one probe, what the issue of tracing promises.
    private const double MostMilliseconds = 1000;

    /// <summary>The deciding hop, twenty of twenty.</summary>
    /// <param name="suite">Which Debian.</param>
    /// <param name="name">A line of the table.</param>
    [LabTheory]
    [MemberData(nameof(TraceTable.Lines), MemberType = typeof(TraceTable))]
    public async Task Trace_NamesTheDecidingHop_EveryTime(Suite suite, string name)
    {
        TraceCase line = TraceTable.Find(name);
        LabHost host = await hosts.OfAsync(suite);

        List<ReportedPath> paths = await TraceHosts.WithAsync(
            host, line, () => line.Client ? WatchAsync(host, line) : SendAsync(host, line));

        double[] times = [.. paths.Select(path => path.ElapsedMs).Order()];
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{suite} {name}: median {times[times.Length / 2]:0} ms, longest {times[^1]:0} ms"));
        string[] wrong = [.. paths.Select(path => line.WrongWith(path) is string why ? $"{why}, but{Environment.NewLine}{path}" : "")
            .Where(why => why.Length > 0)];
        Assert.True(wrong.Length == 0, $"{wrong.Length} of {paths.Count} are wrong: {wrong.FirstOrDefault()}");

        // Only here, and for the whole cmdlet: elsewhere it would say how busy the machine is, and no more.
        Assert.True(
            name != "published-port" || times[times.Length / 2] < MostMilliseconds,
            $"half of them took {times[times.Length / 2]} ms or more");
    }

    private static async Task<List<ReportedPath>> SendAsync(LabHost host, TraceCase line)
    {
        await using LabProgram tracer = TraceHosts.Send(host, line.From, line.To, line.Port, Runs);
        await TraceHosts.ReadyAsync(tracer);
        return await ReadAsync(tracer);
    }

    private static async Task<List<ReportedPath>> WatchAsync(LabHost host, TraceCase line)
    {
        bool isGuest = line.From == LabHost.OtherClientAddress;
        if (isGuest)
        {
            (await host.ClientAsync("ip", "address", "add", $"{line.From}/32", "dev", "eth0")).EnsureSuccess();
        }

        // The other machine must know the host's hardware address already: it would ask for it in the name of its other
        // address, and the reverse path filter holds for such questions too.
        await host.ClientHttpStatusAsync(line.Port);
        try
        {
            await using LabProgram tracer = TraceHosts.Watch(host, line.To, line.Port, line.From, Runs);
            await TraceHosts.ReadyAsync(tracer);
            string url = string.Create(CultureInfo.InvariantCulture, $"http://{LabHost.Address}:{line.Port}/");
            for (int run = 0; run < Runs; run++)
            {
                // Too short for a second SYN.
                await host.ClientAsync("curl", "-s", "-m", "0.1", "--interface", line.From, url);
            }

            return await ReadAsync(tracer);
        }
        finally
        {
            if (isGuest)
            {
                await host.ClientAsync("ip", "address", "delete", $"{line.From}/32", "dev", "eth0");
            }
        }
    }

    private static async Task<List<ReportedPath>> ReadAsync(LabProgram tracer)
    {
        List<ReportedPath> paths = [];
        while (paths.Count < Runs)
        {
            paths.Add(await TraceHosts.ReadAsync(tracer));
        }

        (await tracer.EndAsync(TimeSpan.FromSeconds(10))).EnsureSuccess();
        return paths;
    }
}
