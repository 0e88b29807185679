using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Engines;

namespace ContainerNet.Watching;

/// <summary>
/// Tells each change of the host's network at the moment it happens: what, when, by whom, and what surrounds it. It waits for
/// the kernel, the engines and systemd to speak and asks nobody again and again, so that a host on which nothing happens pays
/// nothing for it. Nothing of it outlives the process.
/// </summary>
public sealed class HostWatcher : IAsyncDisposable
{
    private const int MostWaiting = 8192;
    private const int MostUnread = 1024;
    private const int MostProcesses = 20;
    private const int MostLines = 20;
    private const int MostUnits = 20;
    private static readonly TimeSpan s_before = TimeSpan.FromSeconds(2);

    // Starts of processes are counted in hundredths of a second.
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_young = TimeSpan.FromSeconds(5);

    private readonly IHost _host;
    private readonly WatchOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly Recent<WriteEvent> _writes = new(256);
    private readonly Recent<SeenProcess> _started = new(256);
    private readonly Recent<Sighting> _engineEvents = new(64);
    private readonly Channel<Sighting> _seen = Channel.CreateBounded<Sighting>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Channel<NetChange> _changes = Channel.CreateBounded<NetChange>(
        new BoundedChannelOptions(MostUnread) { SingleReader = true, SingleWriter = true });

    private readonly List<Task> _tasks = [];
    private readonly List<Gap> _gaps = [];
    private readonly string _hostName;
    private KernelWatch? _kernel;
    private UnitWatch? _units;
    private int _unheard;

    /// <summary>A watcher that has not begun.</summary>
    public HostWatcher(IHost host, WatchOptions? options = null)
    {
        _host = host;
        _options = options ?? new WatchOptions();
        _hostName = Environment.MachineName;
    }

    /// <summary>What cannot be watched on this host, and why.</summary>
    public IReadOnlyList<Gap> Gaps => _gaps;

    /// <summary>Begins. Every change from here on is told.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, NetlinkRefused.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _units = new UnitWatch(_host, See);
        try
        {
            _tasks.Add(UntilStopped(await _units.StartAsync(_stop.Token).WaitAsync(cancellationToken)));
        }
        catch (ContainerNetException error)
        {
            _gaps.Add(new Gap
            {
                Facts = FactKinds.Units,
                Source = error.Target,
                Reason = error.Message,
                Remedy = "What units do is not told; who wrote a setting or a rule is.",
                Partial = true,
            });
        }

        _kernel = new KernelWatch(_host, See, _writes, _started);
        _kernel.Start();
        _gaps.AddRange(_kernel.Gaps);
        foreach (EngineSocket socket in EngineCatalog.Find(_host, _options.Engine))
        {
            EngineWatch engine = new(_host, socket, SeeEngine);
            _tasks.Add(UntilStopped(() => engine.RunAsync(_stop.Token)));
        }

        _tasks.Add(UntilStopped(AssembleAsync));
    }

    /// <summary>The changes as they come, until it is cancelled.</summary>
    public IAsyncEnumerable<NetChange> ReadAsync(CancellationToken cancellationToken) => _changes.Reader.ReadAllAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _kernel?.Dispose();
        await Task.WhenAll(_tasks);
        _changes.Writer.TryComplete();
        _stop.Dispose();
    }

    /// <summary>What waits together at this moment, at least one; for a reader that acts on several at once.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<NetChange>> ReadBatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _changes.Reader.WaitToReadAsync(cancellationToken))
        {
            List<NetChange> batch = [];
            while (_changes.Reader.TryRead(out NetChange? change))
            {
                batch.Add(change);
            }

            yield return batch;
        }
    }

    private Task UntilStopped(Func<Task> work) => Task.Run(async () =>
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // As it should be.
        }
#pragma warning disable CA1031 // Whatever it is: the reader gets it, instead of a silence that looks like a quiet host.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _changes.Writer.TryComplete(error);
        }
    });

    private void See(Sighting sighting)
    {
        if (_options.Wants(sighting.Kind) && !_seen.Writer.TryWrite(sighting))
        {
            Interlocked.Increment(ref _unheard);
        }
    }

    private void SeeEngine(Sighting sighting)
    {
        _engineEvents.Add(sighting);
        See(sighting);
    }

    private async Task AssembleAsync()
    {
        while (await _seen.Reader.WaitToReadAsync(_stop.Token))
        {
            // At once, and beside the waiting: what was started for it may be gone in a moment.
            Task<IReadOnlyList<SeenProcess>>? young = _options.LookAround && !_kernel!.HearsPrograms
                ? Task.Run(() => new ProcessLook(_host).Younger(s_young, MostProcesses))
                : null;
            IReadOnlyList<Sighting> batch = await GatherAsync();
            await TellAsync(ChangeAssembler.Combine(batch), young is null ? null : await young);
        }
    }

    /// <summary>What comes until nothing has come for a while, or the longest wait is over.</summary>
    private async Task<IReadOnlyList<Sighting>> GatherAsync()
    {
        List<Sighting> batch = [];
        long began = TimeProvider.System.GetTimestamp();
        bool more;
        do
        {
            more = false;
            while (batch.Count < MostWaiting && _seen.Reader.TryRead(out Sighting? sighting))
            {
                batch.Add(sighting);
                more = true;
            }

            if (more)
            {
                await Task.Delay(_options.Settle, _stop.Token);
            }
        }
        while (more && batch.Count < MostWaiting && TimeProvider.System.GetElapsedTime(began) < _options.LongestWait);

        if (Interlocked.Exchange(ref _unheard, 0) is > 0 and int unheard)
        {
            batch.Add(new Sighting
            {
                At = _host.Now,
                Kind = ChangeKind.Lost,
                Subject = "changes",
                Words = $"{unheard} events came faster than their reader took them, and are not told.",
            });
        }

        return batch;
    }

    private async Task TellAsync(IReadOnlyList<Draft> drafts, IReadOnlyList<SeenProcess>? young)
    {
        IReadOnlyList<NearbyLine> journal = _options.LookAround && drafts.Count > 0
            ? await NearbyJournal.ReadAsync(_host, drafts[0].Change.When - s_before, _host.Now, _stop.Token)
            : [];
        ActorClues clues = new()
        {
            Writes = _writes.Items,
            Units = _units!.Events.Items,
            Journal = journal,
            Engines = _engineEvents.Items,
            UnitOf = _units.UnitOf,
        };
        foreach (Draft draft in drafts)
        {
            await _changes.Writer.WriteAsync(
                draft.Change with
                {
                    Actor = ActorFinder.Of(draft, clues),
                    HostName = _hostName,
                    Surroundings = _options.LookAround ? Around(draft, clues, young ?? _started.Items) : Surroundings.None,
                },
                _stop.Token);
        }
    }

    private static Surroundings Around(Draft draft, ActorClues clues, IReadOnlyList<SeenProcess> processes)
    {
        DateTimeOffset from = draft.Change.When - s_before;
        return new Surroundings
        {
            Journal = [.. clues.Journal.Select(l => l.Entry).Where(e => e.At >= from).TakeLast(MostLines)],
            Processes = [.. processes.Where(p => p.StartedAt is null || (p.StartedAt >= from && p.StartedAt <= draft.Until + s_tick)).TakeLast(MostProcesses)],
            Units = [.. clues.Units.Where(u => u.At >= from).TakeLast(MostUnits)],
        };
    }
}
