namespace ContainerNet.Paths.Rules;

/// <summary>A set of numbers: intervals in order, none of which touches another's numbers.</summary>
internal sealed class NumberSet
{
    private readonly UInt128[] _low;
    private readonly UInt128[] _high;

    private NumberSet(UInt128[] low, UInt128[] high)
    {
        _low = low;
        _high = high;
    }

    /// <summary>How many intervals.</summary>
    public int Count => _low.Length;

    /// <summary>The lowest number; 0 for an empty set.</summary>
    public UInt128 Lowest => _low.Length == 0 ? 0 : _low[0];

    /// <summary>The highest number.</summary>
    public UInt128 Highest => _high.Length == 0 ? 0 : _high[^1];

    /// <summary>Makes one of any intervals.</summary>
    public static NumberSet Of(List<(UInt128 Low, UInt128 High)> intervals)
    {
        intervals.Sort();
        List<UInt128> low = new(intervals.Count);
        List<UInt128> high = new(intervals.Count);
        foreach ((UInt128 from, UInt128 to) in intervals)
        {
            if (low.Count > 0 && (from <= high[^1] || from == high[^1] + 1))
            {
                high[^1] = UInt128.Max(high[^1], to);
            }
            else
            {
                low.Add(from);
                high.Add(to);
            }
        }

        return new NumberSet([.. low], [.. high]);
    }

    /// <summary>Is a number in it?</summary>
    public bool Contains(UInt128 number)
    {
        int from = 0;
        int to = _low.Length;
        while (from < to)
        {
            int middle = (from + to) >> 1;
            if (_low[middle] <= number)
            {
                from = middle + 1;
            }
            else
            {
                to = middle;
            }
        }

        return from > 0 && number <= _high[from - 1];
    }

    /// <summary>How many numbers between these two are in it.</summary>
    public UInt128 CountWithin(UInt128 low, UInt128 high)
    {
        UInt128 count = 0;
        for (int index = 0; index < _low.Length; index++)
        {
            UInt128 from = UInt128.Max(low, _low[index]);
            UInt128 to = UInt128.Min(high, _high[index]);
            count += from <= to ? to - from + 1 : 0;
        }

        return count;
    }
}
