namespace ContainerNet.Tracing;

/// <summary>Keeps the lines that tables of iptables-legacy told of packets, for the moment in which a path is made of them.
/// They come on a socket of their own, so a line may be there before the trail that it belongs to, or a little after.</summary>
internal sealed class LegacyLog : ILegacyTraceSink
{
    private const int MostPackets = 50_000;

    private readonly Dictionary<TraceHeader, List<LegacyTraceEntry>> _lines = [];
    private readonly Queue<TraceHeader> _order = new();
    private readonly Lock _gate = new();

    /// <summary>How often lines were lost.</summary>
    public int Losses { get; private set; }

    /// <inheritdoc/>
    public void Entry(in LegacyTraceEntry entry, long timestamp)
    {
        lock (_gate)
        {
            if (!_lines.TryGetValue(entry.Header, out List<LegacyTraceEntry>? lines))
            {
                _lines[entry.Header] = lines = [];
                _order.Enqueue(entry.Header);
                if (_order.Count > MostPackets)
                {
                    _lines.Remove(_order.Dequeue());
                }
            }

            lines.Add(entry);
        }
    }

    /// <inheritdoc/>
    public void Lost()
    {
        lock (_gate)
        {
            Losses++;
        }
    }

    /// <summary>The lines about a packet as it looked at one point of its way, in order.</summary>
    public IReadOnlyList<LegacyTraceEntry> Of(in TraceHeader packet)
    {
        lock (_gate)
        {
            return _lines.TryGetValue(packet, out List<LegacyTraceEntry>? lines) ? [.. lines] : [];
        }
    }
}
