namespace ContainerNet.Paths.Rules;

/// <summary>Intervals that may lie one within another, cut into pieces that do not overlap; each piece belongs to the narrowest.</summary>
internal sealed class SortedKeys
{
    private readonly UInt128[] _low;
    private readonly UInt128[] _high;
    private readonly int[] _element;

    /// <summary>Of intervals; element e reaches from low[e] to high[e].</summary>
    public SortedKeys(UInt128[] low, UInt128[] high)
    {
        int[] order = [.. Enumerable.Range(0, low.Length)];
        Array.Sort(order, (one, two) => low[one] != low[two] ? low[one].CompareTo(low[two])
            : high[one] != high[two] ? high[two].CompareTo(high[one])
            : one.CompareTo(two));
        List<(UInt128 Low, UInt128 High, int Element)> pieces = new(low.Length);
        Stack<int> open = [];
        UInt128 from = 0;
        foreach (int element in order)
        {
            Close(pieces, open, high, ref from, low[element]);
            if (open.TryPeek(out int outer) && from < low[element])
            {
                pieces.Add((from, low[element] - 1, outer));
            }

            from = low[element];
            open.Push(element);
        }

        Close(pieces, open, high, ref from, limit: null);
        _low = [.. pieces.Select(piece => piece.Low)];
        _high = [.. pieces.Select(piece => piece.High)];
        _element = [.. pieces.Select(piece => piece.Element)];
    }

    /// <summary>The element of a number, or -1.</summary>
    public int Find(UInt128 number)
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

        return from > 0 && number <= _high[from - 1] ? _element[from - 1] : -1;
    }

    /// <summary>Ends the intervals that end before a limit, the innermost first.</summary>
    private static void Close(
        List<(UInt128 Low, UInt128 High, int Element)> pieces, Stack<int> open, UInt128[] high, ref UInt128 from, UInt128? limit)
    {
        while (open.TryPeek(out int inner) && (limit is null || high[inner] < limit))
        {
            open.Pop();
            if (from <= high[inner])
            {
                pieces.Add((from, high[inner], inner));
                if (high[inner] == UInt128.MaxValue)
                {
                    open.Clear();
                    return;
                }

                from = high[inner] + 1;
            }
        }
    }
}
