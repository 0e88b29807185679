using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Engines;

/// <summary>Reads every engine of a host, each within its own limit of time.</summary>
public static class EngineReader
{
    private static readonly TimeSpan s_engineLimit = TimeSpan.FromSeconds(5);

    /// <summary>Engines, networks and containers; an engine that does not answer is a gap.</summary>
    /// <param name="host">The host.</param>
    /// <param name="pattern">A wildcard pattern of engine names, or null for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Reading<EngineFacts>> ReadAsync(
        IHost host, string? pattern, CancellationToken cancellationToken)
    {
        IReadOnlyList<EngineSocket> sockets = EngineCatalog.Find(host, pattern);
        Task<EngineOutcome>[] reads = [.. sockets.Select(s => ReadOneAsync(host, s, cancellationToken))];
        EngineOutcome[] outcomes = await Task.WhenAll(reads);

        bool any = outcomes.Any(o => o.Facts is not null);
        List<Gap> gaps = [.. outcomes.SelectMany(o => o.Gaps)];
        gaps.AddRange(outcomes.Where(o => o.Failure is not null).Select(o => o.Failure!(any)));
        gaps.AddRange(EngineCatalog.Elsewhere(host).Select(EngineGaps.Elsewhere));
        if (sockets.Count == 0)
        {
            gaps.Add(EngineGaps.None(pattern));
        }

        EngineFacts[] facts = [.. outcomes.Select(o => o.Facts).OfType<EngineFacts>()];
        return new Reading<EngineFacts>(
            new EngineFacts(
                [.. facts.SelectMany(f => f.Engines)],
                [.. facts.SelectMany(f => f.Networks)],
                [.. facts.SelectMany(f => f.Containers)]),
            gaps);
    }

    /// <summary>With another engine's facts at hand, a failure leaves the facts incomplete and not missing.</summary>
    private sealed record EngineOutcome(EngineFacts? Facts, IReadOnlyList<Gap> Gaps, Func<bool, Gap>? Failure = null);

    private static async Task<EngineOutcome> ReadOneAsync(
        IHost host, EngineSocket socket, CancellationToken cancellationToken)
    {
        if (DaemonProcess.WouldBeStarted(host, socket))
        {
            return new EngineOutcome(null, [], partial => EngineGaps.NotRunning(socket, partial));
        }

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_engineLimit);
        try
        {
            return await ReadAsync(new DockerEngine(host, socket), limit.Token);
        }
        catch (ContainerNetException error)
        {
            return new EngineOutcome(null, [], partial => EngineGaps.Failed(socket, error, partial));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            ContainerNetException error = new(Problem.TimedOut, socket.Path,
                $"{socket.Path} did not tell all within {s_engineLimit.TotalSeconds:0} s.");
            return new EngineOutcome(null, [], partial => EngineGaps.Failed(socket, error, partial));
        }
    }

    private static async Task<EngineOutcome> ReadAsync(DockerEngine engine, CancellationToken cancellationToken)
    {
        Task<Reading<ContainerEngine>> probes = engine.ProbeAsync(cancellationToken);
        Task<Reading<IReadOnlyList<Container>>> readsContainers = engine.ReadContainersAsync(cancellationToken);
        Task<Reading<IReadOnlyList<ContainerNetwork>>> readsNetworks = engine.ReadNetworksAsync(cancellationToken);
        await Task.WhenAll(probes, readsContainers, readsNetworks);
        Reading<ContainerEngine> probe = await probes;
        Reading<IReadOnlyList<Container>> containers = await readsContainers;
        Reading<IReadOnlyList<ContainerNetwork>> networks = await readsNetworks;
        return new EngineOutcome(
            new EngineFacts(
                [probe.Value],
                [.. networks.Value.Select(n => NetworkMembers.Join(n, containers.Value))],
                containers.Value),
            [.. probe.Gaps, .. containers.Gaps, .. networks.Gaps]);
    }
}
