using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ContainerNet.Lab.Hosts;

namespace ContainerNet.Lab.EndToEnd;

/// <summary>A host of each Debian with firewalld and Docker, booted when it is first asked for, for every test of traces.</summary>
public sealed partial class TraceHosts : IAsyncLifetime
{
    private static readonly string[] s_tracer = ["dotnet", "/opt/containernet/tracer/ContainerNet.Tracer.dll"];

    private readonly Dictionary<Suite, LabHost> _hosts = [];

    /// <summary>The host. The tests that share it never run at the same time.</summary>
    public async Task<LabHost> OfAsync(Suite suite)
    {
        if (_hosts.TryGetValue(suite, out LabHost? known))
        {
            return known;
        }

        LabHost host = await LabHost.StartAsync(suite, firewalld: true);
        _hosts.Add(suite, host);
        await host.InjectAsync("docker-knows-firewalld");
        await host.InjectAsync("healthy");
        return host;
    }

    /// <summary>Starts to send packets one after the other, and to trace each.</summary>
    public static LabProgram Send(LabHost host, string from, string to, int port, int runs, int seconds = 2) => host.Start(
        [.. s_tracer, "send", from, to, Text(port), "tcp", Text(runs), Text(seconds)]);

    /// <summary>Starts to watch real packets; once it is ready, every packet that comes is followed.</summary>
    public static LabProgram Watch(LabHost host, string to, int port, string source, int count, int seconds = 20) => host.Start(
        [.. s_tracer, "watch", to, Text(port), source, Text(count), Text(seconds)]);

    /// <summary>Waits until so many traces are under way on a host: a trace has a table first, and a moment later the rules that mark packets,
    /// one after the other.</summary>
    public static async Task UntilTracedAsync(LabHost host, int count)
    {
        long start = Stopwatch.GetTimestamp();
        int before = 0;
        while (true)
        {
            string rules = (await host.RunAsync("nft", "list", "ruleset")).Output;
            int marks = TraceTables().Count(rules) < count ? 0 : rules.Split("nftrace set 1").Length - 1;
            if (marks > 0 && marks == before)
            {
                return;
            }

            before = marks;
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20), "no trace began");
        }
    }

    /// <summary>Waits until it has looked around.</summary>
    /// <returns>Its process id on the host.</returns>
    public static async Task<string> ReadyAsync(LabProgram program)
    {
        string? line = await program.ReadLineAsync();
        return line is not null && line.StartsWith("ready ", StringComparison.Ordinal)
            ? line["ready ".Length..]
            : throw new InvalidOperationException($"not ready: {line}{Environment.NewLine}{await program.EndAsync(TimeSpan.FromSeconds(5))}");
    }

    /// <summary>The next path.</summary>
    public static async Task<ReportedPath> ReadAsync(LabProgram program) => await program.ReadLineAsync() is string line
        ? ReportedPath.Read(line)
        : throw new InvalidOperationException($"no path{Environment.NewLine}{await program.EndAsync(TimeSpan.FromSeconds(5))}");

    /// <summary>Makes the host as a line of the table says, does something, and takes it back.</summary>
    public static async Task<T> WithAsync<T>(LabHost host, TraceCase line, Func<Task<T>> work)
    {
        try
        {
            foreach (string[] command in line.Prepare)
            {
                (await host.RunAsync(command)).EnsureSuccess();
            }

            return await work();
        }
        finally
        {
            foreach (string[] command in line.Undo)
            {
                (await host.RunAsync(command)).EnsureSuccess();
            }
        }
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        foreach (LabHost host in _hosts.Values)
        {
            await host.DisposeAsync();
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^table inet containernet_trace_", RegexOptions.Multiline, 1000)]
    private static partial Regex TraceTables();
}
