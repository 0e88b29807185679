using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>A set of numbers: intervals in order, none of which touches another's numbers.</summary>
internal sealed class NumberSet
{
    private readonly WideNumber[] _low;
    private readonly WideNumber[] _high;

    private NumberSet(WideNumber[] low, WideNumber[] high)
    {
        _low = low;
        _high = high;
    }

    /// <summary>How many intervals.</summary>
    public int Count => _low.Length;

    /// <summary>The lowest number; 0 for an empty set.</summary>
    public WideNumber Lowest => _low.Length == 0 ? 0 : _low[0];

    /// <summary>The highest number.</summary>
    public WideNumber Highest => _high.Length == 0 ? 0 : _high[^1];

    /// <summary>Makes one of any intervals.</summary>
    public static NumberSet Of(List<(WideNumber Low, WideNumber High)> intervals)
    {
        intervals.Sort();
        List<WideNumber> low = new(intervals.Count);
        List<WideNumber> high = new(intervals.Count);
        foreach ((WideNumber from, WideNumber to) in intervals)
        {
            if (low.Count > 0 && (from <= high[^1] || from == high[^1] + 1))
            {
                high[^1] = WideNumber.Max(high[^1], to);
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
    public bool Contains(WideNumber number)
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
    public WideNumber CountWithin(WideNumber low, WideNumber high)
    {
        WideNumber count = 0;
        for (int index = 0; index < _low.Length; index++)
        {
            WideNumber from = WideNumber.Max(low, _low[index]);
            WideNumber to = WideNumber.Min(high, _high[index]);
            count += from <= to ? to - from + 1 : 0;
        }

        return count;
    }
}
