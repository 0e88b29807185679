namespace ContainerNet.Tracing;

/// <summary>Counts what it is told.</summary>
internal sealed class CountingSink : ITraceSink
{
    private int _ticks, _losses, _events;

    public int Ticks => Volatile.Read(ref _ticks);

    public int Losses => Volatile.Read(ref _losses);

    public int Events => Volatile.Read(ref _events);

    /// <summary>Packet id and chain number of each event, for after the end.</summary>
    public List<(uint Packet, int Chain)> Seen { get; } = [];

    /// <summary>Who changed the rules.</summary>
    public List<string?> Programs { get; } = [];

    public void Tick(long timestamp) => Interlocked.Increment(ref _ticks);

    public void Event(in TraceEvent traced)
    {
        Interlocked.Increment(ref _events);
        Seen.Add((traced.PacketId, traced.Chain));
    }

    public void RulesChanged(uint portId, string? program) => Programs.Add(program);

    public void Lost() => Interlocked.Increment(ref _losses);
}
