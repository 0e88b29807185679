using System.Collections.Concurrent;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources;

namespace ContainerNet.Collection;

/// <summary>Runs sources beside each other and keeps what each could not read. Only a ContainerNetException becomes a gap: any
/// other exception is a fault of this program and must not pass for something that the host would not tell.</summary>
internal sealed class SourceRunner(CollectOptions options, CancellationToken cancellationToken)
{
    private readonly ConcurrentQueue<Gap> _gaps = new();

    internal IReadOnlyList<Gap> Gaps => [.. _gaps];

    internal CancellationToken Token => cancellationToken;

    /// <summary>A source that works at once, on a thread of the pool.</summary>
    internal Task<T> Run<T>(FactKinds facts, string what, T missing, Func<Reading<T>> read) =>
        Wanted(facts)
            ? Task.Run(() => GuardAsync(facts, what, missing, () => Task.FromResult(read())), cancellationToken)
            : Task.FromResult(missing);

    /// <summary>A source that waits for others.</summary>
    internal Task<T> RunAsync<T>(FactKinds facts, string what, T missing, Func<Task<Reading<T>>> read) =>
        Wanted(facts)
            ? Task.Run(() => GuardAsync(facts, what, missing, read), cancellationToken)
            : Task.FromResult(missing);

    internal void Add(IEnumerable<Gap> gaps)
    {
        foreach (Gap gap in gaps)
        {
            _gaps.Enqueue(gap);
        }
    }

    private bool Wanted(FactKinds facts) => (options.Kinds & facts) != FactKinds.None;

    private async Task<T> GuardAsync<T>(FactKinds facts, string what, T missing, Func<Task<Reading<T>>> read)
    {
        options.Progress?.Report(what);
        try
        {
            Reading<T> reading = await read();
            Add(reading.Gaps);
            return reading.Value;
        }
        catch (ContainerNetException error)
        {
            _gaps.Enqueue(new Gap
            {
                Facts = facts & options.Kinds,
                Source = error.Target,
                Reason = error.Message,
                Remedy = Remedy(error),
            });
            return missing;
        }
    }

    private static string Remedy(ContainerNetException error) => error.Problem switch
    {
        Problem.PermissionDenied or Problem.NetlinkRefused => "Run as root.",
        Problem.ToolMissing => $"Install the program {error.Target}.",
        Problem.TimedOut => $"See what holds {error.Target} up, then look again.",
        _ => "Look again; if it stays, run the program that the message names by hand.",
    };
}
