using System.Runtime.InteropServices;
using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>
/// Elements of a set or map whose keys have one part or several, each part an interval of numbers: found by the parts that are
/// single numbers in every element, or, for keys of one part, by halving.
/// </summary>
internal sealed class KeyTable
{
    /// <summary>Most parts of a key (NFT_REG32_COUNT allows no more addresses).</summary>
    public const int MostParts = 8;

    private const int NotFound = -1;

    private readonly RuleField[] _fields;
    private readonly WideNumber[] _low;
    private readonly WideNumber[] _high;
    private readonly bool[] _isExact;
    private readonly Dictionary<ulong, int> _heads = [];
    private readonly int[] _next;
    private readonly SortedKeys? _sorted;
    private readonly int _count;

    /// <summary>Makes one; the keys of element e are at e * parts.</summary>
    public KeyTable(RuleField[] fields, List<WideNumber> low, List<WideNumber> high)
    {
        _fields = fields;
        _low = [.. low];
        _high = [.. high];
        _count = fields.Length == 0 ? 0 : low.Count / fields.Length;
        _next = new int[fields.Length == 1 ? 0 : _count];
        _isExact = new bool[fields.Length];
        if (fields.Length == 1)
        {
            _sorted = new SortedKeys(_low, _high);
            return;
        }

        Index();
    }

    /// <summary>What the parts look at.</summary>
    public ReadOnlySpan<RuleField> Fields => _fields;

    /// <summary>4 or 6 for keys with addresses of one family, else 0.</summary>
    public int Family { get; init; }

    /// <summary>The element for every other key; -1 for none.</summary>
    public int CatchAll { get; init; } = NotFound;

    /// <summary>Was something in it not understood, so that a key that is not found may be there all the same?</summary>
    public bool IsDoubtful { get; init; }

    /// <summary>The element of a key; the narrowest where several fit; -1 for none.</summary>
    public int Find(ReadOnlySpan<WideNumber> key)
    {
        if (_sorted is not null)
        {
            int found = _sorted.Find(key[0]);
            return found >= 0 ? found : CatchAll;
        }

        int best = NotFound;
        if (_heads.TryGetValue(Hash(key), out int element))
        {
            for (; element >= 0; element = _next[element])
            {
                if (Fits(element, key) && (best < 0 || IsNarrower(element, best)))
                {
                    best = element;
                }
            }
        }

        return best >= 0 ? best : CatchAll;
    }

    private void Index()
    {
        int parts = _fields.Length;
        Array.Fill(_isExact, value: true);
        for (int at = 0; at < _low.Length; at++)
        {
            _isExact[at % parts] &= _low[at] == _high[at];
        }

        // From the last to the first, so that of equal keys the first is found.
        for (int element = _count - 1; element >= 0; element--)
        {
            ref int head = ref CollectionsMarshal.GetValueRefOrAddDefault(
                _heads, Hash(_low.AsSpan(element * parts, parts)), out bool exists);
            _next[element] = exists ? head : NotFound;
            head = element;
        }
    }

    private ulong Hash(ReadOnlySpan<WideNumber> key)
    {
        ulong hash = 14695981039346656037;
        for (int part = 0; part < key.Length; part++)
        {
            if (_isExact[part])
            {
                hash = (hash ^ (ulong)key[part]) * 0x9E3779B97F4A7C15;
                hash = (hash ^ (ulong)(key[part] >> 64) ^ (hash >> 32)) * 0xD6E8FEB86659FD93;
            }
        }

        return hash;
    }

    private bool Fits(int element, ReadOnlySpan<WideNumber> key)
    {
        int at = element * _fields.Length;
        for (int part = 0; part < _fields.Length; part++, at++)
        {
            if (key[part] < _low[at] || key[part] > _high[at])
            {
                return false;
            }
        }

        return true;
    }

    // ipset asks for longer prefixes first, of the first part before the second (ip_set_hash_gen.h, mtype_test_cidrs).
    private bool IsNarrower(int element, int other)
    {
        for (int part = 0; part < _fields.Length; part++)
        {
            WideNumber one = _high[(element * _fields.Length) + part] - _low[(element * _fields.Length) + part];
            WideNumber two = _high[(other * _fields.Length) + part] - _low[(other * _fields.Length) + part];
            if (one != two)
            {
                return one < two;
            }
        }

        return false;
    }
}
