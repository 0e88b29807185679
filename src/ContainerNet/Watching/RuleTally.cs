using System.Buffers.Binary;
using ContainerNet.Sources;
using ContainerNet.Sources.Netlink;

namespace ContainerNet.Watching;

/// <summary>Counts what the kernel tells of a transaction of nf_tables until the message that ends it, which names the
/// process that made it (include/uapi/linux/netfilter/nf_tables.h, NFT_MSG_NEWGEN).</summary>
internal sealed class RuleTally
{
    private const int HeaderLength = 4; // struct nfgenmsg
    private const byte Subsystem = 10; // NFNL_SUBSYS_NFTABLES
    private const byte NewTable = 0, DeleteTable = 2, NewChain = 3, DeleteChain = 5, NewRule = 6, DeleteRule = 8,
        NewSet = 9, DeleteSet = 11, NewElements = 12, DeleteElements = 14, Generation = 15;

    // A program that writes rules tells again of tables and base chains that are there already: only what is new, or has
    // another policy, is a change.
    private readonly HashSet<string> _knownTables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, uint?> _knownChains = new(StringComparer.Ordinal);
    private readonly List<string> _tables = [];
    private readonly List<string> _tablesAdded = [];
    private readonly List<string> _chainsAdded = [];
    private readonly List<string> _chainsRemoved = [];
    private readonly List<string> _tablesRemoved = [];
    private readonly List<string> _policies = [];
    private readonly byte[] _last = new byte[512]; // a table's name has 255 bytes
    private int _lastLength;
    private int _rulesAdded;
    private int _rulesRemoved;
    private int _setChanges;

    /// <summary>What a transaction came to.</summary>
    /// <param name="Counts">What it did.</param>
    /// <param name="ProcessId">The process as the kernel numbers it, which inside a pid namespace is another number.</param>
    /// <param name="ProcessName">Its name.</param>
    public sealed record Transaction(RuleCounts Counts, int ProcessId, string ProcessName);

    /// <summary>A table that is there when the watching begins.</summary>
    public void KnowTable(byte family, ReadOnlySpan<byte> attributes)
    {
        Named named = Read(attributes, isChain: false);
        _knownTables.Add($"{FamilyOf(family)} {named.Table}");
    }

    /// <summary>A chain that is there when the watching begins.</summary>
    public void KnowChain(byte family, ReadOnlySpan<byte> attributes)
    {
        Named named = Read(attributes, isChain: true);
        _knownTables.Add($"{FamilyOf(family)} {named.Table}");
        _knownChains[$"{FamilyOf(family)} {named.Table} {named.Chain}"] = named.Policy;
    }

    /// <summary>Takes the next message; a transaction when it is complete.</summary>
    /// <exception cref="FormatException">It is cut off.</exception>
    public Transaction? Take(ushort type, ReadOnlySpan<byte> payload)
    {
        if (type >> 8 != Subsystem)
        {
            return null;
        }

        if (payload.Length < HeaderLength)
        {
            throw new FormatException("a message of nf_tables is cut off");
        }

        NetlinkAttributes attributes = new(payload[HeaderLength..]);
        byte command = (byte)type;
        if (command == Generation)
        {
            return End(attributes);
        }

        if (command is NewRule or DeleteRule && IsOfTheSameTable(payload))
        {
            _ = command == NewRule ? _rulesAdded++ : _rulesRemoved++;
            return null;
        }

        Count(command, FamilyOf(payload[0]), attributes);
        Remember(payload);
        return null;
    }

    /// <summary>Rules come by thousands for one table: what is known of the table is not read again for each. The table's name
    /// is the first attribute.</summary>
    private bool IsOfTheSameTable(ReadOnlySpan<byte> payload) =>
        _lastLength > 0 && payload.Length >= _lastLength && payload[0] == _last[0]
        && payload[HeaderLength.._lastLength].SequenceEqual(_last.AsSpan(HeaderLength, _lastLength - HeaderLength));

    private void Remember(ReadOnlySpan<byte> payload)
    {
        int length = payload.Length < HeaderLength + sizeof(ushort) ? 0 : HeaderLength + BitConverter.ToUInt16(payload[HeaderLength..]);
        _lastLength = length <= payload.Length && length <= _last.Length ? length : 0;
        payload[.._lastLength].CopyTo(_last);
    }

    private Transaction End(NetlinkAttributes attributes)
    {
        uint generation = 0;
        int process = 0;
        string name = "";
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case 1 when attributes.Value.Length >= sizeof(uint):
                    generation = BinaryPrimitives.ReadUInt32BigEndian(attributes.Value);
                    break;
                case 2 when attributes.Value.Length >= sizeof(uint):
                    process = BinaryPrimitives.ReadInt32BigEndian(attributes.Value);
                    break;
                case 3:
                    name = ToolText.Clean(NetlinkValue.Text(attributes.Value));
                    break;
                default:
                    break;
            }
        }

        Transaction done = new(
            new RuleCounts
            {
                Transactions = 1,
                Tables = [.. _tables],
                TablesAdded = [.. _tablesAdded],
                RulesAdded = _rulesAdded,
                RulesRemoved = _rulesRemoved,
                ChainsAdded = [.. _chainsAdded],
                ChainsRemoved = [.. _chainsRemoved],
                TablesRemoved = [.. _tablesRemoved],
                SetChanges = _setChanges,
                Policies = [.. _policies],
                Generation = generation,
            },
            process,
            name);
        Forget();
        return done;
    }

    /// <summary>Forgets what was counted: after a loss it belongs to nothing.</summary>
    public void Forget()
    {
        _lastLength = 0;
        _tables.Clear();
        _tablesAdded.Clear();
        _chainsAdded.Clear();
        _chainsRemoved.Clear();
        _tablesRemoved.Clear();
        _policies.Clear();
        _rulesAdded = _rulesRemoved = _setChanges = 0;
    }

    private void Count(byte command, string family, NetlinkAttributes attributes)
    {
        bool isChain = command is NewChain or DeleteChain;
        Named named = Read(ref attributes, isChain);
        string table = $"{family} {named.Table}";
        Keep(_tables, table);
        switch (command)
        {
            case NewTable:
                if (_knownTables.Add(table))
                {
                    Keep(_tablesAdded, table);
                }

                break;
            case DeleteTable:
                _knownTables.Remove(table);
                Keep(_tablesRemoved, table);
                break;
            case NewChain:
                Chain($"{table} {named.Chain}", named);
                break;
            case DeleteChain:
                _knownChains.Remove($"{table} {named.Chain}");
                Keep(_chainsRemoved, named.Chain);
                break;
            case NewRule:
                _rulesAdded++;
                break;
            case DeleteRule:
                _rulesRemoved++;
                break;
            case NewSet or DeleteSet or NewElements or DeleteElements:
                _setChanges++;
                break;
            default:
                break;
        }
    }

    private void Chain(string key, Named named)
    {
        bool isKnown = _knownChains.TryGetValue(key, out uint? policy);
        _knownChains[key] = named.Policy;
        if (!isKnown)
        {
            Keep(_chainsAdded, named.Chain);
        }
        else if (named.Policy is uint now && policy is uint before && now != before)
        {
            Keep(_policies, $"of {named.Chain} {PolicyOf(now)}");
        }
    }

    /// <summary>The table's name is attribute 1 of all of them; the chain's is 3 of a chain, whose policy is 5.</summary>
    private static Named Read(ref NetlinkAttributes attributes, bool isChain)
    {
        string table = "", chain = "";
        uint? policy = null;
        while ((table.Length == 0 || isChain) && attributes.Next())
        {
            switch (attributes.Type)
            {
                case 1:
                    table = ToolText.Clean(NetlinkValue.Text(attributes.Value));
                    break;
                case 3 when isChain:
                    chain = ToolText.Clean(NetlinkValue.Text(attributes.Value));
                    break;
                case 5 when isChain && attributes.Value.Length >= sizeof(uint):
                    policy = BinaryPrimitives.ReadUInt32BigEndian(attributes.Value);
                    break;
                default:
                    break;
            }
        }

        return new Named(table, chain, policy);
    }

    private static Named Read(ReadOnlySpan<byte> attributes, bool isChain)
    {
        NetlinkAttributes walk = new(attributes);
        return Read(ref walk, isChain);
    }

    /// <summary>What a message is about.</summary>
    private readonly record struct Named(string Table, string Chain, uint? Policy);

    private static void Keep(List<string> names, string name)
    {
        if (names.Count < RuleCounts.Most && !names.Contains(name, StringComparer.Ordinal))
        {
            names.Add(name);
        }
    }

    private static string PolicyOf(uint verdict) => verdict == 0 ? "drop" : "accept";

    private static string FamilyOf(byte family) => family switch
    {
        1 => "inet",
        2 => "ip",
        3 => "arp",
        5 => "netdev",
        7 => "bridge",
        10 => "ip6",
        _ => $"family {family}",
    };
}
