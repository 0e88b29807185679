using System.Runtime.InteropServices;
using System.Text;

namespace ContainerNet.Tracing;

/// <summary>Numbers the chains that events name, so that an event needs no strings. Used by one thread at a
/// time.</summary>
/// <remarks>A table with open addressing over the bytes as they came: a name that is known costs a hash and a
/// comparison and no memory. Whoever rules a container's namespace could invent names without end, so there is a
/// limit.</remarks>
internal sealed class ChainNames
{
    /// <summary>The number of every chain beyond <see cref="Limit"/>; its name says that it is not known.</summary>
    public const int Unknown = 0;

    /// <summary>So many names are kept; a large cluster node has some ten thousand.</summary>
    public const int Limit = 1 << 16;

    // Drawn once a process, so that nobody can prepare names that collide.
    private static readonly ulong s_start = (ulong)Random.Shared.NextInt64();
    private static readonly ulong s_factor = (ulong)Random.Shared.NextInt64() | 1UL << 63 | 1;

    private readonly List<ChainName> _names = [new("unknown", "?", "?")];
    private readonly List<Key> _keys = [default];
    private int[] _slots = new int[256];

    /// <summary>The chain of a number.</summary>
    public ChainName this[int number] => _names[number];

    /// <summary>How many there are, with the unknown one.</summary>
    public int Count => _names.Count;

    /// <summary>The number of a chain; a new one when it was not seen before.</summary>
    /// <param name="family">nfgen_family of the message.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="chain">The chain's name.</param>
    public int Number(byte family, ReadOnlySpan<byte> table, ReadOnlySpan<byte> chain)
    {
        uint hash = Mix(Mix(family, table), chain);
        int[] slots = _slots;
        for (uint at = hash; ; at++)
        {
            int number = slots[at & (uint)(slots.Length - 1)];
            if (number == 0)
            {
                return Add(hash, family, table, chain);
            }

            ref readonly Key key = ref CollectionsMarshal.AsSpan(_keys)[number];
            if (key.Hash == hash && key.Family == family && table.SequenceEqual(key.Bytes.AsSpan(0, key.TableLength))
                && chain.SequenceEqual(key.Bytes.AsSpan(key.TableLength)))
            {
                return number;
            }
        }
    }

    private int Add(uint hash, byte family, ReadOnlySpan<byte> table, ReadOnlySpan<byte> chain)
    {
        if (_names.Count >= Limit)
        {
            return Unknown;
        }

        int number = _names.Count;
        _names.Add(new ChainName(FamilyName(family), Encoding.UTF8.GetString(table), Encoding.UTF8.GetString(chain)));
        _keys.Add(new Key(hash, family, table.Length, [.. table, .. chain]));
        if (_names.Count * 2 > _slots.Length)
        {
            _slots = new int[_slots.Length * 2];
            for (int i = 1; i < _keys.Count; i++)
            {
                Place(_keys[i].Hash, i);
            }
        }
        else
        {
            Place(hash, number);
        }

        return number;
    }

    private void Place(uint hash, int number)
    {
        uint at = hash;
        while (_slots[at & (uint)(_slots.Length - 1)] != 0)
        {
            at++;
        }

        _slots[at & (uint)(_slots.Length - 1)] = number;
    }

    /// <summary>Eight bytes a step.</summary>
    private static uint Mix(uint seed, ReadOnlySpan<byte> bytes)
    {
        ulong hash = s_start ^ seed ^ ((ulong)bytes.Length << 32);
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Fold(hash ^ MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        ulong last = 0;
        foreach (byte b in bytes)
        {
            last = (last << 8) | b;
        }

        hash = Fold(hash ^ last);
        return (uint)(hash >> 32) ^ (uint)hash;
    }

    private static ulong Fold(ulong value)
    {
        ulong high = Math.BigMul(value, s_factor, out ulong low);
        return high ^ low;
    }

    /// <summary>NFPROTO_... of linux/netfilter.h in the words of nft.</summary>
    private static string FamilyName(byte family) => family switch
    {
        1 => "inet",
        2 => "ip",
        3 => "arp",
        5 => "netdev",
        7 => "bridge",
        10 => "ip6",
        _ => "unknown",
    };

    /// <summary>A name as it came: table and chain one after the other.</summary>
    private readonly record struct Key(uint Hash, byte Family, int TableLength, byte[] Bytes);
}
