namespace ContainerNet.Tracing;

/// <summary>What was seen of one packet in one network namespace. Used again for another packet once it was read, because
/// there may be ten thousand of them in a second.</summary>
internal sealed class PacketTrail
{
    private readonly List<TraceStep> _steps = new(64);
    private readonly List<TrailHeader> _headers = new(16);

    /// <summary>The events in order.</summary>
    public IReadOnlyList<TraceStep> Steps => _steps;

    /// <summary>The packet as each base chain met it, in order.</summary>
    public IReadOnlyList<TrailHeader> Headers => _headers;

    /// <summary>The packet as it was first seen.</summary>
    public TrailHeader First => _headers[0];

    /// <summary>The packet as it was last seen.</summary>
    public TrailHeader Latest => _headers[^1];

    /// <summary>The kernel's id of the packet.</summary>
    public uint PacketId { get; set; }

    /// <summary>How often the rule set had been changed when it began.</summary>
    public int Epoch { get; private set; }

    /// <summary>The moment of its first event, as TimeProvider counts.</summary>
    public long Started { get; private set; }

    /// <summary>The moment of its last event.</summary>
    public long Seen { get; private set; }

    /// <summary>How it ended.</summary>
    public TrailEnd End { get; set; }

    /// <summary>The last of our own chains that it passed.</summary>
    public TraceMarker Marker { get; private set; }

    /// <summary>Was it marked by a rule of our own?</summary>
    public bool IsOurs { get; set; }

    /// <summary>Was it marked as an answer?</summary>
    public bool IsReply { get; set; }

    /// <summary>True when the kernel dropped events while it was on its way.</summary>
    public bool Lossy { get; set; }

    /// <summary>Begins with a packet.</summary>
    public void Begin(uint packetId, int epoch, long now)
    {
        _steps.Clear();
        _headers.Clear();
        PacketId = packetId;
        Epoch = epoch;
        Started = now;
        End = TrailEnd.Open;
        Marker = TraceMarker.None;
        IsOurs = false;
        IsReply = false;
        Lossy = false;
    }

    /// <summary>Adds an event.</summary>
    public void Add(in TraceEvent traced, TraceMarker marker, long now)
    {
        Seen = now;
        if (traced.HasHeader)
        {
            _headers.Add(new TrailHeader(traced.Header, traced.InputIndex, traced.OutputIndex, marker));
        }

        if (marker != TraceMarker.None)
        {
            Marker = marker;
        }

        if (_headers.Count > 0)
        {
            _steps.Add(new TraceStep(
                traced.Chain, traced.JumpChain, traced.Handle, traced.Verdict, traced.Type, _headers.Count - 1));
        }
    }
}
