namespace ContainerNet.Tracing;

/// <summary>
/// Puts the events of one network namespace together into trails, one a packet. The kernel's id names an skb, not a packet,
/// and comes back with the next packet that lives in the same memory: our own chains, first at every hook, tell them apart.
/// </summary>
internal sealed class PacketAssembler(string table, ChainNames names, Action<PacketTrail> completed) : ITraceSink
{
    // A packet crosses all hooks of a namespace within microseconds, unless a program of user space is asked (queue).
    private static readonly long s_quiet = TimeProvider.System.TimestampFrequency * 150 / 1000;
    private static readonly long s_doubt = TimeProvider.System.TimestampFrequency * 2;
    private const int MostTrails = 50_000;

    private readonly Dictionary<uint, PacketTrail> _open = [];
    private readonly Dictionary<TrailHeader, PacketTrail> _routed = [];
    private readonly Stack<PacketTrail> _spare = [];
    private readonly List<TraceMarker> _markers = [];
    private readonly List<PacketTrail> _expired = [];
    private int _epoch;
    private long _now;
    private long _swept;
    private long _doubtUntil;

    /// <summary>How often the rule set was changed by others while this ran.</summary>
    public int Epoch => Volatile.Read(ref _epoch);

    /// <summary>The program that changed it last, when the kernel told.</summary>
    public string? ChangedBy { get; private set; }

    /// <summary>The netlink port that makes our own changes.</summary>
    public uint OwnPort { get; set; }

    /// <summary>How often the kernel said that it dropped events.</summary>
    public int Losses { get; private set; }

    /// <summary>Is called now and then with the time.</summary>
    public Action<long>? Ticked { get; set; }

    /// <summary>Is told when somebody changed the rules.</summary>
    public Action? RulesMoved { get; set; }

    /// <inheritdoc/>
    public void Tick(long timestamp)
    {
        _now = timestamp;
        if (timestamp - _swept > s_quiet / 3)
        {
            _swept = timestamp;
            Sweep();
            Ticked?.Invoke(timestamp);
        }
    }

    /// <inheritdoc/>
    public void Event(in TraceEvent traced)
    {
        TraceMarker marker = MarkerOf(traced.Chain);
        if (marker == TraceMarker.Foreign)
        {
            return;
        }

        _open.TryGetValue(traced.PacketId, out PacketTrail? trail);
        if (marker != TraceMarker.None && traced.HasHeader && (trail is null || IsAnother(trail, marker)))
        {
            trail = Renamed(traced, marker) ?? Begin(traced.PacketId, trail);
        }

        if (trail is null)
        {
            // Marked by somebody else's rule, somewhere behind our first chain.
            return;
        }

        trail.Add(traced, marker, _now);
        if (marker != TraceMarker.None)
        {
            // The end of a chain is told as a rule without a handle, before the policy.
            if (traced is { Type: TraceType.Rule, Handle: not 0 })
            {
                trail.IsOurs = true;
                trail.IsReply |= marker is TraceMarker.PreTracked or TraceMarker.OutputTracked;
            }
            else if (marker is TraceMarker.InputEnd or TraceMarker.PostEnd)
            {
                Complete(trail, marker == TraceMarker.InputEnd ? TrailEnd.Delivered : TrailEnd.Left);
            }
            else if (marker == TraceMarker.PreEnd && traced.HasHeader)
            {
                _routed[trail.Latest] = trail;
            }
        }
        else if (traced.Verdict is TraceVerdict.Drop or TraceVerdict.Stolen)
        {
            Complete(trail, TrailEnd.Dropped);
        }
    }

    /// <inheritdoc/>
    public void RulesChanged(uint portId, string? program)
    {
        if (portId == OwnPort)
        {
            return;
        }

        ChangedBy = program;
        Interlocked.Increment(ref _epoch);
        RulesMoved?.Invoke();
    }

    /// <inheritdoc/>
    public void Lost()
    {
        // The buffer still holds what came before the loss, and what is missing comes after: the moment cannot be told.
        Losses++;
        _doubtUntil = _now + s_doubt;
        foreach (PacketTrail trail in _open.Values)
        {
            trail.Lossy = true;
        }
    }

    /// <summary>Gives back a trail that was read.</summary>
    public void Return(PacketTrail trail) => _spare.Push(trail);

    /// <summary>The trail of a packet that has another id after the routing decision. The id is made of, among others, the
    /// interface that the packet came in by (net/netfilter/nf_tables_trace.c): where a bridge shows its packets to netfilter
    /// (br_netfilter), that is the bridge's port before, and the bridge itself behind.</summary>
    private PacketTrail? Renamed(in TraceEvent traced, TraceMarker marker)
    {
        if (marker is not (TraceMarker.Forward or TraceMarker.Input)
            || !_routed.TryGetValue(new TrailHeader(traced.Header, traced.InputIndex, 0, TraceMarker.PreEnd), out PacketTrail? trail)
            || trail.Marker != TraceMarker.PreEnd)
        {
            return null;
        }

        _open.Remove(trail.PacketId);
        if (_open.TryGetValue(traced.PacketId, out PacketTrail? other))
        {
            Complete(other, TrailEnd.Vanished);
        }

        trail.PacketId = traced.PacketId;
        _open[traced.PacketId] = trail;
        return trail;
    }

    private PacketTrail Begin(uint packetId, PacketTrail? earlier)
    {
        if (earlier is not null)
        {
            Complete(earlier, TrailEnd.Vanished);
        }

        if (_open.Count >= MostTrails)
        {
            Sweep();
        }

        PacketTrail trail = _spare.TryPop(out PacketTrail? spare) ? spare : new PacketTrail();
        trail.Begin(packetId, Epoch, _now);
        trail.Lossy = _now < _doubtUntil;
        _open[packetId] = trail;
        return trail;
    }

    private void Complete(PacketTrail trail, TrailEnd end)
    {
        _open.Remove(trail.PacketId);
        Forget(trail);
        trail.End = end;

        // A packet that our output rules marked comes in again by the loopback interface, where other rules may not know it.
        if (trail.IsOurs || trail.First.Marker == TraceMarker.Pre)
        {
            completed(trail);
        }
        else
        {
            _spare.Push(trail);
        }
    }

    private void Forget(PacketTrail trail)
    {
        foreach (TrailHeader header in trail.Headers)
        {
            if (header.Marker == TraceMarker.PreEnd && _routed.TryGetValue(header, out PacketTrail? known) && known == trail)
            {
                _routed.Remove(header);
            }
        }
    }

    private void Sweep()
    {
        foreach (PacketTrail trail in _open.Values)
        {
            if (_now - trail.Seen > s_quiet)
            {
                _expired.Add(trail);
            }
        }

        foreach (PacketTrail trail in _expired)
        {
            Complete(trail, TrailEnd.Vanished);
        }

        _expired.Clear();
    }

    /// <summary>A packet passes our chains in one order only, and none twice.</summary>
    private static bool IsAnother(PacketTrail trail, TraceMarker marker) => marker <= trail.Marker;

    private TraceMarker MarkerOf(int chain)
    {
        while (_markers.Count <= chain)
        {
            ChainName name = names[_markers.Count];
            _markers.Add(string.Equals(name.Table, table, StringComparison.Ordinal) ? TraceHooks.MarkerOf(name.Chain)
                : name.Table.StartsWith(TraceChains.Prefix, StringComparison.Ordinal) ? TraceMarker.Foreign
                : TraceMarker.None);
        }

        return _markers[chain];
    }
}
