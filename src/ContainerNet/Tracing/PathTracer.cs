using System.Collections.Concurrent;
using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Paths;
using ContainerNet.Probes;
using ContainerNet.Sources;
using ContainerNet.Sources.Netfilter;

namespace ContainerNet.Tracing;

/// <summary>Sends packets and follows them through the kernel, through every network namespace that they pass. Nothing of
/// the host's rules is touched, and what is added goes with this object, or with the process.</summary>
public sealed class PathTracer : IAsyncDisposable
{
    // A probe's own packets, and those of others that go to the same port meanwhile.
    private const int BufferBytes = 32 * 1024 * 1024;
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan s_last = TimeSpan.FromMilliseconds(40);

    // Longer than a trail is waited for before it counts as ended.
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(220);

    private readonly IHost _host;
    private readonly Snapshot _facts;
    private readonly ISettingJournal? _journal;
    private readonly ConcurrentQueue<SeenTrail> _arrivals = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private ExternalVantage? _external;
    private TracedPlace? _here;

    /// <summary>A tracer for the host of a snapshot that was taken a moment ago.</summary>
    /// <param name="host">The host.</param>
    /// <param name="facts">What is known of it.</param>
    /// <param name="journal">Where the one setting is written down that is changed for tables of iptables-legacy.</param>
    public PathTracer(IHost host, Snapshot facts, ISettingJournal? journal = null)
    {
        _host = host;
        _facts = facts;
        _journal = journal;
    }

    /// <summary>Sends one packet and follows it until its verdict is known.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, TraceUnsupported, NetlinkRefused, NamespaceNotFound, TargetNotFound.</exception>
    public async Task<PacketPath> TraceAsync(PathQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        long start = TimeProvider.System.GetTimestamp();
        DateTimeOffset startedAt = TimeProvider.System.GetUtcNow();
        Standpoint from = await StandpointAsync(question, cancellationToken);
        TracedPlace here = await OpenHereAsync(cancellationToken);
        List<TracedPlace> places = [here, .. OpenContainers(question)];
        try
        {
            using ProbeSocket socket = ProbeSocket.Open(question, from);
            ProbeFlows.Mark(question, socket.Packet, _facts, places);
            (TrailChain chain, ProbeOutcome? outcome) = await FollowAsync(question, socket, cancellationToken);
            await ReadRulesAsync(chain, places, cancellationToken);
            PacketPath path = PathComposer.Compose(
                question, socket.Packet, chain, outcome, places.Select(p => p.Facts.Name).ToHashSet(StringComparer.Ordinal),
                seen => WhyNot(seen, places));
            return Signed(path, question, places) with
            {
                StartedAt = startedAt,
                ElapsedMs = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds,
            };
        }
        finally
        {
            foreach (TracedPlace place in places.Skip(1))
            {
                await place.DisposeAsync();
            }
        }
    }

    /// <summary>Lets a container knock at another machine, as External is one, and follows that: whether it can get out at all.
    /// Null where there is no such machine to make. Nothing listens there, so that to be refused is to have arrived.</summary>
    /// <exception cref="ContainerNetException">As <see cref="TraceAsync"/>.</exception>
    public async Task<PacketPath?> TraceOutwardAsync(Container sender, CancellationToken cancellationToken)
    {
        const int Discard = 9;
        ArgumentNullException.ThrowIfNull(sender);
        IPAddress? address = (await ExternalAsync(cancellationToken)).Addresses
            .FirstOrDefault(a => a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork);
        if (address is null)
        {
            return null;
        }

        PacketPath path = await TraceAsync(
            new PathQuestion
            {
                From = sender.Name,
                To = "another machine",
                Vantage = Vantage.Container,
                Sender = sender,
                Address = address,
                Port = Discard,
            },
            cancellationToken);
        return path is { Verdict: PathVerdict.Rejected, DecidingHop.Reason: HopReason.NobodyListens }
            ? path with
            {
                Verdict = PathVerdict.Delivered,
                DecidingHop = null,
                Message = "Reached another machine, which answered that nothing listens there.",
            }
            : path;
    }

    /// <summary>Takes everything away again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_here is not null)
        {
            await _here.DisposeAsync();
        }

        if (_external is not null)
        {
            await _external.DisposeAsync();
        }

        _arrived.Dispose();
    }

    private async Task<Standpoint> StandpointAsync(PathQuestion question, CancellationToken cancellationToken)
    {
        if (question.Sender is { } sender)
        {
            return sender.IsHostNetwork ? Standpoint.Here : Standpoint.Of(sender.ProcessId);
        }

        return question.Vantage == Vantage.External ? Standpoint.Of(await ExternalAsync(cancellationToken)) : Standpoint.Here;
    }

    private async Task<ExternalVantage> ExternalAsync(CancellationToken cancellationToken) =>
        _external ??= await ExternalVantage.CreateAsync(_host, _facts, cancellationToken);

    private async Task<TracedPlace> OpenHereAsync(CancellationToken cancellationToken) =>
        _here ??= await TracedPlace.OpenReadAsync(
            _host, Hop.HostPlace, Standpoint.Here, _facts, BufferBytes, Seen,
            token => FirewallReader.ReadChainsAsync(_host, FactKinds.Firewall | FactKinds.Firewall6, token), _journal, cancellationToken);

    /// <summary>The namespaces of the containers at both ends. One that has gone meanwhile is not followed.</summary>
    private List<TracedPlace> OpenContainers(PathQuestion question)
    {
        List<TracedPlace> places = [];
        foreach (Container container in new[] { question.Sender, question.Receiver }.OfType<Container>().Distinct())
        {
            if (container is { IsRunning: true, IsHostNetwork: false, ProcessId: > 0 })
            {
                EnteredHost place = new(_host, container.ProcessId);
                try
                {
                    places.Add(TracedPlace.Open(
                        place, container.Name, Standpoint.Of(container.ProcessId), _facts, BufferBytes, Seen,
                        token => RulesAsync(place, token)));
                }
                catch (ContainerNetException e) when (e.Problem == Problem.NamespaceNotFound && container != question.Sender)
                {
                    // It ended since the snapshot; the path ends where its bridge does.
                }
            }
        }

        return places;
    }

    private static async Task<Reading<IReadOnlyList<FirewallChain>>> RulesAsync(IHost place, CancellationToken cancellationToken)
    {
        (NftRuleset? ruleset, Gap? gap) = await NftReader.ReadAllAsync(place, FactKinds.Firewall, cancellationToken);
        return new Reading<IReadOnlyList<FirewallChain>>(ruleset?.Chains ?? [], gap is null ? [] : [gap]);
    }

    /// <summary>Sends, and looks at what comes in until there is a verdict or the time is over.</summary>
    private async Task<(TrailChain Chain, ProbeOutcome? Outcome)> FollowAsync(
        PathQuestion question, ProbeSocket socket, CancellationToken cancellationToken)
    {
        _arrivals.Clear();
        TraceHeader packet = ProbeFlows.HeaderOf(socket.Packet);
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<ProbeOutcome> knock = socket.Failure is null
            ? Task.Run(() => socket.KnockAsync(enough.Token), enough.Token)
            : Task.FromResult(new ProbeOutcome(PortState.Unknown, socket.Failure));
        List<SeenTrail> trails = [];
        TrailChain chain = TrailChain.Find(question, packet, trails);
        long? silent = null;
        bool decided = false;
        while (silent is null || TimeProvider.System.GetElapsedTime(silent.Value) < s_settle)
        {
            // Each namespace has a stream of its own: once there is a verdict, what another one saw may still be on its way.
            bool came = await _arrived.WaitAsync(decided ? s_last : s_step, cancellationToken);
            if (decided && !came)
            {
                break;
            }

            int before = trails.Count;
            while (_arrivals.TryDequeue(out SeenTrail? seen))
            {
                trails.Add(seen);
            }

            if (trails.Count > before)
            {
                chain = TrailChain.Find(question, packet, trails);
                decided |= PathComposer.IsDecided(chain);
            }

            silent ??= knock.IsCompleted ? TimeProvider.System.GetTimestamp() : null;
        }

        ProbeOutcome? outcome = knock.IsCompletedSuccessfully ? await knock : null;
        await enough.CancelAsync();
        await ((Task)knock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return (chain, outcome);
    }

    /// <summary>Reads the rules where they are needed: a container mostly has none, and then nobody asks.</summary>
    private static async Task ReadRulesAsync(TrailChain chain, List<TracedPlace> places, CancellationToken cancellationToken)
    {
        foreach (TracedPlace place in places.Where(p => chain.Legs.Concat(chain.Replies).Any(t => t.Place == p.Facts
            && t.Trail.Headers.Any(h => h.Marker == TraceMarker.None))))
        {
            await place.ReadRulesAsync(cancellationToken);
            foreach (SeenTrail seen in chain.Legs.Concat(chain.Replies).Where(t => t.Place == place.Facts))
            {
                await place.ReadHandlesAsync(seen.Trail, cancellationToken);
            }
        }
    }

    private static (HopReason? Reason, string Detail) WhyNot(SeenTrail seen, List<TracedPlace> places)
    {
        TrailHeader header = seen.Trail.Latest;
        TracedPlace place = places.First(p => p.Facts == seen.Place);
        return place.Run(() => RouteQuestion.WhyNot(header.Packet, header.Input, seen.Place.Links));
    }

    private PacketPath Signed(PacketPath path, PathQuestion question, List<TracedPlace> places)
    {
        List<string> notes = [.. places.SelectMany(p => p.Notes)];
        if (question.Vantage == Vantage.External && question.Sender is null
            && _external?.NoteFor(question.Address) is { Length: > 0 } note)
        {
            notes.Add(note);
        }

        foreach (TracedPlace changed in places.Where(p => p.Epoch > 0))
        {
            notes.Add($"the rules of {changed.Facts.Name} were changed during the trace"
                + (changed.ChangedBy is null ? "" : $" by {changed.ChangedBy}"));
        }

        Container? container = question.Receiver ?? question.Sender;
        return path with
        {
            Engine = container?.Engine,
            Container = container?.Name,
            Port = question.IsPublished ? question.Port : null,
            HostName = _facts.Host.Name,
            Notes = notes,
        };
    }

    private void Seen(TracedPlace place, PacketTrail trail)
    {
        _arrivals.Enqueue(new SeenTrail(place.Facts, trail));
        _arrived.Release();
    }
}
