using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources;
using ContainerNet.Sources.Netfilter;

namespace ContainerNet.Tracing;

/// <summary>One network namespace under trace: our table in it, the stream of its events, and its rules.</summary>
internal sealed class TracedPlace : IAsyncDisposable
{
    private const int RuleAttempts = 3;
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(50);

    private readonly IHost _host;
    private readonly Standpoint _at;
    private readonly TraceTable _table;
    private readonly TraceStream _stream;
    private readonly PacketAssembler _assembler;
    private readonly Func<CancellationToken, Task<Reading<IReadOnlyList<FirewallChain>>>> _readRules;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly List<string> _notes = [];
    private LegacyTrace? _legacy;

    private TracedPlace(
        IHost host, Standpoint at, TraceTable table, TraceStream stream, PacketAssembler assembler, PlaceFacts facts,
        Func<CancellationToken, Task<Reading<IReadOnlyList<FirewallChain>>>> readRules)
    {
        _host = host;
        _at = at;
        _table = table;
        _stream = stream;
        _assembler = assembler;
        _readRules = readRules;
        Facts = facts;
    }

    /// <summary>What is known of it.</summary>
    public PlaceFacts Facts { get; }

    /// <summary>How often the kernel said that it dropped events.</summary>
    public int Losses => _assembler.Losses;

    /// <summary>How often the rules were changed by others since it began.</summary>
    public int Epoch => _assembler.Epoch;

    /// <summary>The program that changed them last, when the kernel told.</summary>
    public string? ChangedBy => _assembler.ChangedBy;

    /// <summary>What could not be read of its rules.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Opens it.</summary>
    /// <param name="host">The host, its programs in that namespace.</param>
    /// <param name="name">"host", or the container's name.</param>
    /// <param name="at">The namespace.</param>
    /// <param name="facts">The host.</param>
    /// <param name="bufferBytes">What the kernel may keep for us.</param>
    /// <param name="seen">Takes each trail at its end, on the thread that decodes.</param>
    /// <param name="readRules">Reads the rules of the namespace.</param>
    /// <exception cref="ContainerNetException">PermissionDenied, TraceUnsupported, NetlinkRefused, NamespaceNotFound.</exception>
    public static TracedPlace Open(
        IHost host, string name, Standpoint at, Snapshot facts, int bufferBytes, Action<TracedPlace, PacketTrail> seen,
        Func<CancellationToken, Task<Reading<IReadOnlyList<FirewallChain>>>> readRules)
    {
        TracedPlace? place = null;
        (TraceTable table, TraceStream stream, PlaceLinks links) = at.Run(() => Open(bufferBytes));
        links.Renew = () => at.Run(PlaceLinks.Read);
        PlaceFacts known = new(name, facts, stream.Chains, links);
        PacketAssembler assembler = new(table.Name, stream.Chains, trail => seen(place!, trail)) { OwnPort = table.PortId };
        place = new TracedPlace(host, at, table, stream, assembler, known, readRules);
        stream.Start(assembler);
        return place;
    }

    /// <summary>Opens it after its rules were read: nft up to 1.0.6 cannot list a rule set as JSON while our table is in it.</summary>
    /// <inheritdoc cref="Open(IHost, string, Standpoint, Snapshot, int, Action{TracedPlace, PacketTrail}, Func{CancellationToken, Task{Reading{IReadOnlyList{FirewallChain}}}})"/>
    public static async Task<TracedPlace> OpenReadAsync(
        IHost host, string name, Standpoint at, Snapshot facts, int bufferBytes, Action<TracedPlace, PacketTrail> seen,
        Func<CancellationToken, Task<Reading<IReadOnlyList<FirewallChain>>>> readRules, ISettingJournal? journal,
        CancellationToken cancellationToken)
    {
        uint generation = at.Run(TraceTable.ReadGeneration);
        Reading<IReadOnlyList<FirewallChain>> reading = await readRules(cancellationToken);
        TracedPlace place = Open(host, name, at, facts, bufferBytes, seen, readRules);
        try
        {
            place.FollowLegacy(reading.Value, journal);

            // Making the table is one change; another one may have come before it, or before we listened.
            if (place._table.Generation == generation + 1 && at.Run(TraceTable.ReadGeneration) == generation + 1)
            {
                place.Take(0, reading);
            }

            return place;
        }
        catch
        {
            await place.DisposeAsync();
            throw;
        }
    }

    /// <summary>Follows these packets too.</summary>
    /// <exception cref="ContainerNetException">NetlinkRefused.</exception>
    public void Follow(TraceFlow flow) => _table.Follow(flow);

    /// <summary>Gives back a trail that was read.</summary>
    public void Return(PacketTrail trail) => _assembler.Return(trail);

    /// <summary>Runs code in the namespace.</summary>
    public T Run<T>(Func<T> work) => _at.Run(work);

    /// <summary>Makes sure that the rules of this moment were read: again, when somebody changed them.</summary>
    public async Task ReadRulesAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            for (int attempt = 0; attempt < RuleAttempts && !Facts.Books.Reach(_assembler.Epoch); attempt++)
            {
                int epoch = _assembler.Epoch;
                Reading<IReadOnlyList<FirewallChain>> reading = await _readRules(cancellationToken);
                Take(epoch, reading);
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Reads the handles of the chains that a trail passed, where the rules were read without: of a large rule set
    /// iptables-save tells the rules in a third of the time that nft needs to tell their handles.</summary>
    public async Task ReadHandlesAsync(PacketTrail trail, CancellationToken cancellationToken)
    {
        RuleView rules = Facts.Books.At(trail.Epoch);
        foreach (ChainName name in trail.Steps.Where(s => s.Handle != 0).Select(s => Facts.Names[s.Chain]).Distinct())
        {
            if (rules.Before is { } book && book.Find(name)?.Chain is { Table.Backend: FirewallBackend.IptablesNft } chain
                && chain.Rules.Any(r => r.Handle is null)
                && await NftReader.ReadChainAsync(_host, chain, cancellationToken) is { } listed)
            {
                book.Replace(new RuleTwins(listed).Join(chain));
            }
        }
    }

    /// <summary>Keeps the rules read from now on, whenever somebody changes them.</summary>
    /// <param name="tick">Is called now and then on the thread that decodes.</param>
    public void WatchRules(Action<long> tick)
    {
        _assembler.Ticked = tick;
        _assembler.RulesMoved = () => _ = Task.Run(ReadMovedRulesAsync);
    }

    /// <summary>Ends the marking of packets, and hands over what was seen until then.</summary>
    public void Finish()
    {
        _table.Dispose();
        _stream.Stop();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _table.Dispose();
        _stream.Dispose();
        if (_legacy is not null)
        {
            await _legacy.DisposeAsync();
        }

        _stop.Dispose();
    }

    private void Take(int epoch, Reading<IReadOnlyList<FirewallChain>> reading)
    {
        Facts.Books.Add(new RuleBook(epoch, reading.Value));
        _notes.AddRange(reading.Gaps.Select(g => $"{g.Source}: {g.Reason}").Except(_notes));
    }

    /// <summary>Tables of iptables-legacy tell of packets in a log of their own. Those that cannot drop anything are left
    /// alone: a setting of the kernel is changed for that log.</summary>
    private void FollowLegacy(IReadOnlyList<FirewallChain> chains, ISettingJournal? journal)
    {
        HashSet<AddressFamily> families = [.. chains
            .Where(c => c.Table.Backend == FirewallBackend.IptablesLegacy && (c.Rules.Count > 0 || c.Policy == RuleAction.Drop))
            .Select(c => c.Table.Family == "ip6" ? AddressFamily.IPv6 : AddressFamily.IPv4)];
        if (families.Count == 0)
        {
            return;
        }

        LegacyLog log = new();
        try
        {
            _legacy = _at.Run(() => LegacyTrace.Create(families, log, journal));
            Facts.Legacy = log;
        }
        catch (ContainerNetException e)
        {
            // The other tables can be followed all the same, and what vanishes is called unknown.
            Facts.HasUnseenLegacy = true;
            _notes.Add(e.Message);
        }
    }

    private async Task ReadMovedRulesAsync()
    {
        try
        {
            await Task.Delay(s_settle, _stop.Token);
            await ReadRulesAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The trace is over.
        }
    }

    private static (TraceTable, TraceStream, PlaceLinks) Open(int bufferBytes)
    {
        PlaceLinks links = PlaceLinks.Read();
        TraceTable table = TraceTable.Create([]);
        try
        {
            return (table, TraceStream.Open(bufferBytes), links);
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }
}
