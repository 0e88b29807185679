using ContainerNet.Tracing;

namespace ContainerNet.Benchmarks;

/// <summary>Counts what a trace stream tells.</summary>
internal sealed class CountingSink(ChainNames chains) : ITraceSink
{
    private long[] _perChain = new long[64];

    public long Losses { get; private set; }

    public long RuleChanges { get; private set; }

    public long Ticks { get; private set; }

    public long Headers { get; private set; }

    public void Tick(long timestamp) => Ticks++;

    public void Event(in TraceEvent traced)
    {
        if (traced.Chain >= _perChain.Length)
        {
            Array.Resize(ref _perChain, Math.Max(traced.Chain + 1, _perChain.Length * 2));
        }

        _perChain[traced.Chain]++;
        Headers += traced.HasHeader ? 1 : 0;
    }

    public void RulesChanged(uint portId, string? program) => RuleChanges++;

    public void Lost() => Losses++;

    /// <summary>Events of each chain, for after the end.</summary>
    public IEnumerable<(ChainName Chain, long Count)> PerChain() => _perChain
        .Select((count, number) => (number, count)).Where(p => p.count > 0)
        .OrderByDescending(p => p.count).Select(p => (chains[p.number], p.count));
}
