using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Paths;
using ContainerNet.Sources.Netfilter;

namespace ContainerNet.Tracing;

/// <summary>Follows real traffic through the host's own network namespace, and tells each packet's path as it ends.</summary>
public sealed class PathWatcher : IAsyncDisposable
{
    // Where the reader of the paths is slower than the traffic, the kernel's buffer takes what waits here no longer.
    private const int MostBatchesWaiting = 64;

    // To wake the reader for each path would cost as much as to make it.
    private const int BatchLength = 64;

    private readonly IHost _host;
    private readonly Snapshot _facts;
    private readonly TraceWatch _watch;
    private readonly ISettingJournal? _journal;
    private readonly Channel<PacketPath[]> _paths = Channel.CreateBounded<PacketPath[]>(
        new BoundedChannelOptions(MostBatchesWaiting) { SingleReader = true, SingleWriter = true });

    private readonly List<PacketPath> _batch = [];

    private TracedPlace? _place;
    private TrailTeller? _teller;

    /// <summary>A watcher for the host of a snapshot that was taken a moment ago.</summary>
    /// <param name="host">The host.</param>
    /// <param name="facts">What is known of it.</param>
    /// <param name="watch">What to watch.</param>
    /// <param name="journal">Where the one setting is written down that is changed for tables of iptables-legacy.</param>
    public PathWatcher(IHost host, Snapshot facts, TraceWatch watch, ISettingJournal? journal = null)
    {
        _journal = journal;
        _host = host;
        _facts = facts;
        _watch = watch;
    }

    /// <summary>How often the kernel said that it dropped events.</summary>
    public int Losses => _place?.Losses ?? 0;

    /// <summary>What could not be read of the rules.</summary>
    public IReadOnlyList<string> Notes => _place?.Notes ?? [];

    /// <summary>Begins to mark packets. Everything that comes from here on is told.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, TraceUnsupported, NetlinkRefused.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _place = await TracedPlace.OpenReadAsync(
            _host, Hop.HostPlace, Standpoint.Here, _facts, _watch.BufferBytes, (_, trail) => _teller?.Take(trail),
            token => FirewallReader.ReadChainsAsync(_host, FactKinds.Firewall | FactKinds.Firewall6, token), _journal, cancellationToken);
        _teller = new TrailTeller(_place, _watch, Write);
        await _place.ReadRulesAsync(cancellationToken);
        _place.WatchRules(Tick);
        foreach (TraceFlow flow in _watch.Flows)
        {
            _place.Follow(flow);
        }
    }

    /// <summary>The paths, until it is cancelled.</summary>
    public async IAsyncEnumerable<PacketPath> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (PacketPath[] batch in _paths.Reader.ReadAllAsync(cancellationToken))
        {
            foreach (PacketPath path in batch)
            {
                yield return path;
            }
        }
    }

    /// <summary>Ends the marking and gives what is left: what the kernel still holds, and the packets that still wait for an
    /// answer.</summary>
    public async Task FinishAsync()
    {
        if (_place is not null)
        {
            await Task.Run(_place.Finish);
            _teller!.Flush();
            Send();
        }

        _paths.Writer.TryComplete();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // First, so that nobody waits for a reader who is gone.
        _paths.Writer.TryComplete();
        if (_place is not null)
        {
            await _place.DisposeAsync();
        }
    }

    private void Tick(long now)
    {
        _teller!.Tick(now);
        Send();
    }

    private void Write(PacketPath path)
    {
        _batch.Add(path);
        if (_batch.Count >= BatchLength)
        {
            Send();
        }
    }

    /// <summary>Hands over what was told, on the decoding thread, which has nothing better to do than to wait.</summary>
    private void Send()
    {
        if (_batch.Count == 0)
        {
            return;
        }

        PacketPath[] batch = [.. _batch];
        _batch.Clear();
        while (!_paths.Writer.TryWrite(batch))
        {
            if (!_paths.Writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult())
            {
                return;
            }
        }
    }
}
