namespace ContainerNet.Tracing;

/// <summary>Keeps the lines of a legacy trace.</summary>
internal sealed class LegacyLines : ILegacyTraceSink
{
    private readonly List<string> _lines = [];

    public int Losses { get; private set; }

    public string[] All
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public void Entry(in LegacyTraceEntry entry, long timestamp)
    {
        lock (_lines)
        {
            _lines.Add($"{entry.Header.DestinationPort} {entry.Table}:{entry.Chain}:{entry.Type}:{entry.Number}");
        }
    }

    public void Lost() => Losses++;
}
