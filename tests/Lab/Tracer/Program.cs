using System.Text.Json;
using System.Text.Json.Serialization;
using ContainerNet.Collection;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Paths;
using ContainerNet.Tracing;
using ContainerNet.Watching;

namespace ContainerNet.Lab.Tracer;

/// <summary>
/// Traces on a lab host without PowerShell: "send FROM TO PORT PROTOCOL RUNS SECONDS" sends so many packets one after the
/// other, each with a tracer of its own; "watch TO PORT SOURCE COUNT SECONDS" waits for real ones, '-' stands for any.
/// "agree FROM TO PORT PROTOCOL" predicts each packet, sends it and says whether both ways are the same; '-' stands for every
/// vantage, every container, every published port. "changes SECONDS" tells each change of the host's network. The first line is "ready PID", every other one is a path as JSON.
/// </summary>
internal static class Program
{
    private const string Any = "-";

    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            using LinuxHost host = new();
            if (arguments is ["changes", string limit])
            {
                await ChangesAsync(host, Number(limit));
                return 0;
            }

            Snapshot facts = await LookAsync(host);
            switch (arguments)
            {
                case ["send", string from, string to, string port, string protocol, string runs, string seconds]:
                    Ready();
                    await SendAsync(host, facts, from, to, Number(port), Transport(protocol), Number(runs), Number(seconds));
                    return 0;
                case ["agree", string from, string to, string port, string protocol]:
                    Ready();
                    await AgreeAsync(host, from, to, port, protocol);
                    return 0;
                case ["watch", string to, string port, string source, string count, string seconds]:
                    await WatchAsync(host, facts, FilterOf(to, port, source), Number(count), Number(seconds));
                    return 0;
                default:
                    await Console.Error.WriteLineAsync("usage: send FROM TO PORT PROTOCOL RUNS SECONDS | agree FROM TO PORT PROTOCOL | watch TO PORT SOURCE COUNT SECONDS | changes SECONDS");
                    return 2;
            }
        }
        catch (ContainerNetException e)
        {
            await Console.Error.WriteLineAsync($"{e.Problem}: {e.Message}");
            return 1;
        }
    }

    private static Task<Snapshot> LookAsync(LinuxHost host) => new SnapshotCollector(host, new CollectOptions
    {
        Kinds = FactKinds.Engines | FactKinds.Links | FactKinds.Firewalld | FactKinds.HostListeners,
    }).CollectAsync(CancellationToken.None);

    private static async Task SendAsync(
        LinuxHost host, Snapshot facts, string from, string to, int port, Protocol protocol, int runs, int seconds)
    {
        for (int run = 0; run < runs; run++)
        {
            await using PathTracer tracer = new(host, facts);
            foreach (PathQuestion question in TraceQuestions.Of(facts, from, to, [port], protocol))
            {
                PathQuestion limited = question with { Limit = TimeSpan.FromSeconds(seconds) };
                Print(await tracer.TraceAsync(limited, CancellationToken.None));
            }
        }
    }

    private static async Task AgreeAsync(LinuxHost host, string from, string to, string port, string protocol)
    {
        Snapshot facts = await new SnapshotCollector(host, new CollectOptions { RulesOf = ["*"] }).CollectAsync(CancellationToken.None);
        await using PathTracer tracer = new(host, facts);
        PathPredictor predictor = new(facts);
        foreach (PathQuestion question in QuestionsOf(facts, from, to, port, protocol))
        {
            PacketPath seen = await tracer.TraceAsync(question, CancellationToken.None);
            PacketPath predicted = predictor.Predict(question with { SourceAddress = SourceOf(question, seen) });
            Write(Agreement.Of(PathComparison.Of(predicted, seen)));
        }
    }

    /// <summary>A machine outside is predicted with the address that the probe had.</summary>
    private static System.Net.IPAddress? SourceOf(PathQuestion question, PacketPath seen) =>
        question.Sender is null && question.Vantage == Vantage.External ? seen.Packet.Source : question.SourceAddress;

    private static IEnumerable<PathQuestion> QuestionsOf(Snapshot facts, string from, string to, string port, string protocol) =>
        to == Any ? EveryPort(facts).Where(q => from == Any || q.From == from)
            : TraceQuestions.Of(facts, from, to, port == Any ? [] : [Number(port)], protocol == Any ? null : Transport(protocol));

    private static IEnumerable<PathQuestion> EveryPort(Snapshot facts) =>
        from port in ContainerPorts.Of(facts)
        where port.Running && port.HostPort > 0
        from vantage in new[] { Vantage.External, Vantage.Host, Vantage.Loopback }
        let question = PathQuestion.Of(facts, port, vantage)
        where question is not null
        select question;

    private static async Task WatchAsync(LinuxHost host, Snapshot facts, WatchFilter filter, int count, int seconds)
    {
        await using PathWatcher watcher = new(host, facts, TraceWatches.Of(facts, filter));
        await watcher.StartAsync(CancellationToken.None);
        Ready();
        _ = Task.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds));
            await watcher.FinishAsync();
        });
        int told = 0;
        await foreach (PacketPath path in watcher.ReadAsync(CancellationToken.None))
        {
            Print(path);
            if (++told == count)
            {
                break;
            }
        }
    }

    /// <summary>Each change as a line of JSON; no snapshot is taken for it.</summary>
    private static async Task ChangesAsync(LinuxHost host, int seconds)
    {
        await using HostWatcher watcher = new(host);
        await watcher.StartAsync(CancellationToken.None);
        using CancellationTokenSource end = new(TimeSpan.FromSeconds(seconds));
        Ready();
        try
        {
            await foreach (NetChange change in watcher.ReadAsync(end.Token))
            {
                Write(JsonSerializer.Serialize(change, s_words));
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }
    }

    private static readonly JsonSerializerOptions s_words = new() { Converters = { new JsonStringEnumConverter() } };

    private static WatchFilter FilterOf(string to, string port, string source) => new()
    {
        To = to == Any ? [] : [to],
        Ports = port == Any ? [] : [Number(port)],
        SourceAddress = source == Any ? null : source,
    };

    private static void Ready() => Write($"ready {Environment.ProcessId}");

    private static void Print(PacketPath path) => Write(PathLine.Of(path));

    private static void Write(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static Protocol Transport(string text) => Enum.Parse<Protocol>(text, ignoreCase: true);
}
