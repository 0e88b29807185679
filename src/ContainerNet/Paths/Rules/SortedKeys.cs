using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Intervals that may lie one within another, cut into pieces that do not overlap; each piece belongs to the narrowest.</summary>
internal sealed class SortedKeys
{
    private readonly WideNumber[] _low;
    private readonly WideNumber[] _high;
    private readonly int[] _element;

    /// <summary>Of intervals; element e reaches from low[e] to high[e].</summary>
    public SortedKeys(WideNumber[] low, WideNumber[] high)
    {
        int[] order = [.. Enumerable.Range(0, low.Length)];
        Array.Sort(order, (one, two) => low[one] != low[two] ? low[one].CompareTo(low[two])
            : high[one] != high[two] ? high[two].CompareTo(high[one])
            : one.CompareTo(two));
        List<(WideNumber Low, WideNumber High, int Element)> pieces = new(low.Length);
        Stack<int> open = [];
        WideNumber from = 0;
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
    public int Find(WideNumber number)
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
        List<(WideNumber Low, WideNumber High, int Element)> pieces, Stack<int> open, WideNumber[] high, ref WideNumber from, WideNumber? limit)
    {
        while (open.TryPeek(out int inner) && (limit is null || high[inner] < limit))
        {
            open.Pop();
            if (from <= high[inner])
            {
                pieces.Add((from, high[inner], inner));
                if (high[inner] == WideNumber.MaxValue)
                {
                    open.Clear();
                    return;
                }

                from = high[inner] + 1;
            }
        }
    }
}
