using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Makes tables of the sets of ipset (ipset(8); net/netfilter/ipset/ip_set_*.c).</summary>
internal sealed class Ipsets
{
    private static readonly string[] s_transports = ["tcp", "udp"];

    private readonly Dictionary<string, FirewallSet> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, string Directions), Ipset?> _made = [];

    /// <summary>Knows the sets of a namespace.</summary>
    public Ipsets(IEnumerable<FirewallSet> sets)
    {
        foreach (FirewallSet set in sets.Where(set => set.Table is null))
        {
            _sets.TryAdd(set.Name, set);
        }
    }

    /// <summary>A set with directions such as "src,dst"; null when it was not read.</summary>
    public Ipset? Find(string name, string directions)
    {
        if (!_made.TryGetValue((name, directions), out Ipset? made))
        {
            made = Make(name, directions);
            _made[(name, directions)] = made;
        }

        return made;
    }

    private Ipset? Make(string name, string directions)
    {
        if (!_sets.TryGetValue(name, out FirewallSet? set) || set.Elements is null)
        {
            return null;
        }

        string[] ways = directions.Split(',');
        List<(KeyTable, bool[])> tables = [];
        bool doubtful = false;
        if (set.Type.StartsWith("list:", StringComparison.Ordinal))
        {
            foreach (SetElement member in set.Elements)
            {
                FirewallSet? inner = _sets.GetValueOrDefault(member.Key);
                doubtful |= inner?.Elements is null || !TryTable(inner, ways, tables);
            }
        }
        else
        {
            doubtful = !TryTable(set, ways, tables);
        }

        int family = set.Type.Contains(":port", StringComparison.Ordinal) && !set.Type.Contains(',', StringComparison.Ordinal)
            || set.Type.StartsWith("list:", StringComparison.Ordinal) ? 0 : set.Family == "inet6" ? 6 : 4;
        return new Ipset(tables, family, $"set {name}", doubtful);
    }

    /// <summary>Adds the table of a plain set; nothing for one that has more dimensions than directions are given, which never
    /// matches. False when it is of a kind that is not understood.</summary>
    private static bool TryTable(FirewallSet set, string[] ways, List<(KeyTable Keys, bool[] Excluded)> tables)
    {
        string[] kinds = set.Type[(set.Type.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(',');
        if (ways.Length < kinds.Length)
        {
            return true;
        }

        List<RuleField> fields = [];
        for (int part = 0; part < kinds.Length; part++)
        {
            if (!TryFields(kinds[part], ways[part] == "src", fields))
            {
                return false;
            }
        }

        List<SetElement> elements = [.. set.Elements!.SelectMany(element => Spread(element, kinds))];
        KeyTable keys = KeyTables.Of([.. fields], elements.Select(element => element.Key), out List<int> kept);
        tables.Add((keys, [.. kept.Select(index => elements[index].Excluded)]));
        return !keys.IsDoubtful;
    }

    private static bool TryFields(string kind, bool isSource, List<RuleField> fields)
    {
        switch (kind)
        {
            case "ip" or "net":
                fields.Add(isSource ? RuleField.SourceAddress : RuleField.DestinationAddress);
                return true;
            case "port":
                fields.Add(RuleField.Protocol);
                fields.Add(isSource ? RuleField.SourcePort : RuleField.DestinationPort);
                return true;
            case "iface":
                fields.Add(isSource ? RuleField.InputInterface : RuleField.OutputInterface);
                return true;
            case "mark":
                fields.Add(RuleField.Mark);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The element with its parts in nft's way; a port without a transport (bitmap:port) is one of TCP and of UDP
    /// (ip_set_getport.c, ip_set_get_ip_port).</summary>
    private static IEnumerable<SetElement> Spread(SetElement element, string[] kinds)
    {
        string[] parts = element.Key.Split(',');
        int port = Array.IndexOf(kinds, "port");
        if (port < 0 || port >= parts.Length)
        {
            return [element with { Key = string.Join(" . ", parts) }];
        }

        int colon = parts[port].IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            parts[port] = $"{parts[port][..colon]} . {Port(parts[port][..colon], parts[port][(colon + 1)..])}";
            return [element with { Key = string.Join(" . ", parts) }];
        }

        string plain = parts[port];
        return s_transports.Select(transport =>
        {
            string[] both = [.. parts];
            both[port] = $"{transport} . {plain}";
            return element with { Key = string.Join(" . ", both) };
        });
    }

    /// <summary>ICMP has a type and a code where others have a port, and ipset prints some of them by name (lib/icmp.c, lib/icmpv6.c).</summary>
    private static string Port(string transport, string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        bool isIPv6 = transport is "ipv6-icmp" or "icmpv6";
        return !transport.Contains("icmp", StringComparison.Ordinal) ? text
            : slash > 0 && FieldText.TryNumber(text.AsSpan(0, slash), out uint type) && FieldText.TryNumber(text.AsSpan(slash + 1), out uint code)
                ? Number((type << 8) | code)
            : FieldNames.Of(RuleField.IcmpType, isIPv6)!.TryGetValue(text, out type) ? Number(type << 8)
            : !isIPv6 && FieldNames.Of(RuleField.IcmpCode, isIPv6)!.TryGetValue(text, out code) ? Number(0x300 | code)
            : text;
    }

    private static string Number(uint number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
