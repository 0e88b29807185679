namespace ContainerNet.Tracing;

/// <summary>Keeps the lines of a legacy trace.</summary>
internal sealed class LegacyLines : ILegacyTraceSink
{
    private readonly List<LegacyTraceEntry> _entries = [];

    public int Losses { get; private set; }

    public LegacyTraceEntry[] Entries
    {
        get
        {
            lock (_entries)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>Each as destination port, table, chain, type and number.</summary>
    public string[] All =>
        [.. Entries.Select(e => $"{e.Header.DestinationPort} {e.Table}:{e.Chain}:{e.Type}:{e.Number}")];

    public void Entry(in LegacyTraceEntry entry, long timestamp)
    {
        lock (_entries)
        {
            _entries.Add(entry);
        }
    }

    public void Lost() => Losses++;
}
