using System.Buffers.Binary;
using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Netlink;

namespace ContainerNet.Sources.Netfilter;

/// <summary>
/// What the kernel itself says of nf_tables: which tables there are, and of those that iptables manages the handles of chains and
/// rules, and whether iptables-save may have hidden something in them. In the time that nft needs to say it in words of the same
/// rules, the kernel tells this ten times.
/// </summary>
internal sealed class NftDump
{
    private const byte GetTable = 1, GetChain = 4, GetRule = 7;
    private const int Attempts = 5;

    // The kernel walks from the beginning to where it was for each 32 KiB of an answer (nf_tables_dump_rules): a second listing of
    // fifty thousand rules, beside that of iptables-save, would take as long again.
    private const long MostUses = 30_000;
    private const int MostOpenChains = 300;

    private readonly IHost _host;
    private readonly Dictionary<(string Family, string Table, string Chain), DumpedChain> _chains = [];
    private readonly HashSet<(string Family, string Table)> _doubtful = [];
    private DumpedChain? _last;
    private long _uses;

    private NftDump(IHost host, IReadOnlyList<FirewallTable> tables)
    {
        _host = host;
        Tables = tables;
    }

    /// <summary>All tables, with <see cref="FirewallBackend.Nftables"/> as the backend.</summary>
    public IReadOnlyList<FirewallTable> Tables { get; }

    /// <summary>Asks for the tables; null where the host cannot be asked in this way.</summary>
    public static NftDump? Open(IHost host)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            List<FirewallTable> tables = [];
            switch (Ask(host, new TablesQuestion(GetTable, 0), (family, attributes) => AddTable(tables, family, attributes)))
            {
                case true:
                    return new NftDump(host, tables);
                case null:
                    return null;
                default:
                    continue;
            }
        }

        return null;
    }

    /// <summary>True when there are so many rules that those of chains that only a program writes were left out.</summary>
    public bool IsPartial { get; private set; }

    /// <summary>Asks for the chains and rules of iptables' tables of a family; false when it cannot be had.</summary>
    public bool Read(string family)
    {
        FirewallTable[] own = [.. Tables.Where(table => table.Family == family && NftReader.IsIptables(table))];
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Forget(family);
            if (own.Length == 0 || (ReadChains(family) && Array.TrueForAll(own, ReadRules)))
            {
                return true;
            }
        }

        return false;
    }

    private void Forget(string family)
    {
        Remove(name => name.Family == family);
        _doubtful.RemoveWhere(table => table.Family == family);
        _last = null;
        _uses = 0;
    }

    private bool ReadChains(string family)
    {
        if (Ask(_host, new TablesQuestion(GetChain, Number(family)), (_, attributes) => AddChain(family, attributes)) != true)
        {
            return false;
        }

        if (_uses > MostUses)
        {
            IsPartial = true;
            Remove(name => name.Family == family && !IsOpen(name.Chain));
        }

        return true;
    }

    // May an administrator write into it?
    private static bool IsOpen(string chain) => RuleOwnership.OfChainName(chain) is RuleOwner.Unknown or RuleOwner.DockerUser;

    private void Remove(Predicate<(string Family, string Table, string Chain)> which)
    {
        foreach ((string Family, string Table, string Chain) name in _chains.Keys.Where(name => which(name)).ToArray())
        {
            _chains.Remove(name);
        }
    }

    private bool ReadRules(FirewallTable table)
    {
        (string family, string name) = (table.Family, table.Name);
        (string Family, string Table, string Chain)[] chains =
            [.. _chains.Keys.Where(chain => chain.Family == family && chain.Table == name)];
        if (_uses <= MostUses)
        {
            Array.ForEach(chains, chain => _chains[chain].Begin());
            return Ask(
                _host, new TablesQuestion(GetRule, Number(family), name), (_, attributes) => AddRule(family, name, attributes)) == true;
        }

        return chains.Length > MostOpenChains || Array.TrueForAll(chains, chain =>
        {
            _chains[chain].Begin();
            return Ask(
                _host,
                new TablesQuestion(GetRule, Number(family), name, chain.Chain),
                (_, attributes) => AddRule(family, name, attributes)) == true;
        });
    }

    /// <summary>May iptables-save have hidden something of that table?</summary>
    public bool IsDoubtful(string family, string table) => _doubtful.Contains((family, table));

    /// <summary>The chain, or null.</summary>
    public DumpedChain? Find(FirewallChain chain) => _chains.GetValueOrDefault((chain.Table.Family, chain.Table.Name, chain.Name));

    private static bool? Ask(IHost host, TablesQuestion question, NetfilterAnswer take)
    {
        try
        {
            return host.DumpTables(question, take);
        }
        catch (ContainerNetException error) when (error.Problem is Problem.NetlinkRefused or Problem.PermissionDenied)
        {
            // Not root: nft will say so too, and its words are the gap.
            return null;
        }
        catch (FormatException)
        {
            // A kernel that tells it in another way.
            return null;
        }
    }

    private static void AddTable(List<FirewallTable> tables, byte family, ReadOnlySpan<byte> attributes)
    {
        NetlinkAttributes table = new(attributes);
        while (table.Next())
        {
            if (table.Type == 1)
            {
                tables.Add(new FirewallTable(FirewallBackend.Nftables, Name(family), NetlinkValue.Text(table.Value)));
            }
        }
    }

    // NFTA_CHAIN_TABLE 1, HANDLE 2, NAME 3, HOOK 4, USE 6 (its rules, and the rules that call it)
    private void AddChain(string family, ReadOnlySpan<byte> attributes)
    {
        (string table, string name) = ("", "");
        long handle = 0;
        int? priority = null;
        NetlinkAttributes chain = new(attributes);
        while (chain.Next())
        {
            switch (chain.Type)
            {
                case 1:
                    table = NetlinkValue.Text(chain.Value);
                    break;
                case 2:
                    BinaryPrimitives.TryReadInt64BigEndian(chain.Value, out handle);
                    break;
                case 3:
                    name = NetlinkValue.Text(chain.Value);
                    break;
                case 4:
                    priority = Priority(chain.Value);
                    break;
                case 6 when BinaryPrimitives.TryReadUInt32BigEndian(chain.Value, out uint uses):
                    _uses += uses;
                    break;
                default:
                    break;
            }
        }

        FirewallTable owner = new(FirewallBackend.Nftables, family, table);
        if (NftReader.IsIptables(owner))
        {
            // Of very many, those that will not be looked at are not kept at all.
            if (_uses <= MostUses || IsOpen(name))
            {
                _chains[(family, table, name)] = new DumpedChain(handle);
            }

            if (IptablesBaseChains.Priority(table, name) != priority)
            {
                _doubtful.Add((family, table));
            }
        }
    }

    private static int? Priority(ReadOnlySpan<byte> hook)
    {
        NetlinkAttributes attributes = new(hook);
        while (attributes.Next())
        {
            if (attributes.Type == 2 && BinaryPrimitives.TryReadInt32BigEndian(attributes.Value, out int priority))
            {
                return priority;
            }
        }

        return null;
    }

    // NFTA_RULE_TABLE 1, CHAIN 2, HANDLE 3, EXPRESSIONS 4
    private void AddRule(string family, string table, ReadOnlySpan<byte> attributes)
    {
        DumpedChain? chain = null;
        long handle = 0;
        bool isOwn = false;
        NetlinkAttributes rule = new(attributes);
        while (rule.Next())
        {
            switch (rule.Type)
            {
                case 2:
                    chain = Chain(family, table, rule.Value.TrimEnd((byte)0));
                    break;
                case 3:
                    BinaryPrimitives.TryReadInt64BigEndian(rule.Value, out handle);
                    break;
                case 4:
                    isOwn = IptablesExpressions.AreOwn(rule.Value, family == "ip6");
                    break;
                default:
                    break;
            }
        }

        // A rule without expressions does nothing, and iptables-save shows it as such.
        chain?.Add(handle);
        if (!isOwn)
        {
            _doubtful.Add((family, table));
        }
    }

    private DumpedChain? Chain(string family, string table, ReadOnlySpan<byte> name)
    {
        // Rules of a chain come one behind the other.
        if (_last is null || !_last.Is(table, name))
        {
            _last = _chains.GetValueOrDefault((family, table, Encoding.UTF8.GetString(name)));
            _last?.Remember(table, name);
        }

        return _last;
    }

    private static byte Number(string family) => family == "ip6" ? (byte)10 : (byte)2;

    // enum nfproto
    private static string Name(byte family) => family switch
    {
        1 => "inet",
        2 => "ip",
        3 => "arp",
        5 => "netdev",
        7 => "bridge",
        10 => "ip6",
        _ => family.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
