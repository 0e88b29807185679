using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Turns conditions of the model into steps of a compiled rule.</summary>
internal sealed class MatchCompiler
{
    private const string Conntrack = "-m conntrack ";

    private readonly SetTables _sets;
    private readonly List<Condition> _to;
    private readonly HashSet<RuleField> _rewritten;
    private readonly Dictionary<(RuleField Field, char Wildcard, string Text), NumberSet?> _numbers = [];

    /// <summary>With these named sets, and fields that other rules write; adds to <paramref name="to"/>.</summary>
    public MatchCompiler(SetTables sets, HashSet<RuleField> rewritten, List<Condition> to)
    {
        _rewritten = rewritten;
        _sets = sets;
        _to = to;
    }

    /// <summary>Adds a condition.</summary>
    public void Add(RuleMatch match, FirewallRule rule)
    {
        bool isIptables = rule.Table.Backend != FirewallBackend.Nftables;
        _to.Add(match.Field switch
        {
            RuleField.Unknown => Doubt(match),
            _ when _rewritten.Contains(match.Field) => Doubt(match),
            RuleField.Set when isIptables => OfIpset(match),
            _ when match.SetName is string name => OfNamed(match, name, rule.Table),
            RuleField.Set => Doubt(match),
            RuleField.Concatenation => match.Parts is null ? Doubt(match)
                : OfKeys(match, KeyTables.Of([.. match.Parts], match.Values, out _)),
            RuleField.ConntrackState => OfBits(match, ConditionKind.State, 0),
            RuleField.ConntrackStatus => OfStatus(match, rule),
            RuleField.SourceType or RuleField.DestinationType => OfType(match, isIptables && rule.Table.Family == "ip6"),
            RuleField.Limit => new Condition(ConditionKind.Rate, match.Field, RateText.IsOver(match), data: match.Value),
            RuleField.Random => new Condition(ConditionKind.Draw, match.Field, match.Negated, data: match.Value),
            RuleField.ReversePath => OfWayBack(match),
            RuleField.PhysicalDevice => OfBridged(match),

            // The packets that are walked have none, and without the header even the negated match fails (ip6t_rt.c).
            RuleField.ExtensionHeader => new Condition(ConditionKind.Never, match.Field),
            RuleField.SourceHardware => new Condition(ConditionKind.Hardware, match.Field, match.Negated, data: match.Value),
            RuleField.SocketOwner => new Condition(
                ConditionKind.Owner, match.Field, match.Negated, isIptables ? 1u : 0u, data: match.Value),
            RuleField.IcmpType => OfIcmp(match, rule),
            RuleField.TcpFlags or RuleField.Mark or RuleField.ConntrackMark when IsMasked(match) => OfMasked(match),
            _ => OfNumber(match, rule),
        });
    }

    private static bool IsMasked(RuleMatch match) => match.Values.Any(value => value.AsSpan().ContainsAny('/', ' '));

    private static Condition Doubt(RuleMatch match) => new(
        ConditionKind.Doubt, match.Field, match.Negated, data: string.Join(", ", match.Values.Take(4)));

    private Condition OfIpset(RuleMatch match)
    {
        int space = match.Value.LastIndexOf(' ');
        string name = match.SetName ?? (space > 0 ? match.Value[..space] : match.Value);
        string directions = match.Value[(space + 1)..];
        return _sets.Ipsets.Find(name, directions) is Ipset set
            ? new Condition(ConditionKind.Ipset, match.Field, match.Negated, data: set)
            : new Condition(ConditionKind.Doubt, match.Field, match.Negated, data: $"set {match.Value} was not read");
    }

    private Condition OfNamed(RuleMatch match, string name, FirewallTable table)
    {
        RuleField[] fields = match.Parts is { Count: > 0 } parts ? [.. parts] : [match.Field];
        if (fields.Contains(RuleField.Set) || fields.Contains(RuleField.Concatenation))
        {
            return Doubt(match);
        }

        KeyTable? keys = _sets.Keys(table, name, fields)
            ?? (match.Values.Count > 0 ? KeyTables.Of(fields, match.Values, out _) : null);
        return keys is null
            ? new Condition(ConditionKind.Doubt, match.Field, match.Negated, data: $"set {table} {name} was not read")
            : OfKeys(match, keys);
    }

    private static Condition OfKeys(RuleMatch match, KeyTable keys) =>
        new(ConditionKind.Keys, match.Field, match.Negated, data: keys);

    private static Condition OfBits(RuleMatch match, ConditionKind kind, uint quirk)
    {
        uint all = 0;
        foreach (string value in match.Values)
        {
            if (!FieldText.TryBits(match.Field, value, out uint bits))
            {
                return Doubt(match);
            }

            all |= bits;
        }

        return new Condition(kind, match.Field, match.Negated, all, quirk);
    }

    // nft compares the whole word where it says "!=", and the word always has other bits as well.
    private static Condition OfStatus(RuleMatch match, FirewallRule rule) =>
        match.Negated && rule.Table.Backend == FirewallBackend.Nftables
            ? new Condition(ConditionKind.Tracked)
            : OfBits(match, ConditionKind.Status, Quirk(match, rule));

    /// <summary>1 where a packet without a connection matches: the conntrack match of iptables asks nothing more once it
    /// asked for a state and found it (xt_conntrack.c: "if (ct == NULL) return info->match_flags &amp; XT_CONNTRACK_STATE").
    /// Each conntrack match of a rule is asked by itself: one of them without a state never has such a packet.</summary>
    private static uint Quirk(RuleMatch match, FirewallRule rule) => rule.Table.Backend != FirewallBackend.Nftables
        && match.Field is RuleField.ConntrackStatus or RuleField.ConntrackDirection or RuleField.OriginalSource
            or RuleField.OriginalDestination or RuleField.OriginalSourcePort or RuleField.OriginalDestinationPort
            or RuleField.OriginalProtocol
        && rule.Matches.Count(m => m.Field == RuleField.ConntrackState) is int states and > 0
        && states == UnquotedText.Count(rule.Text, Conntrack) ? 1u : 0u;

    private static Condition OfType(RuleMatch match, bool isIp6tables)
    {
        uint types = 0;
        uint device = 0;
        foreach (string value in match.Values)
        {
            if (value is "iif" or "oif")
            {
                device = value == "iif" ? 1u : 2u;
            }
            else if (FieldText.TryNumber(FieldNames.Of(match.Field, isIPv6: false), value, out WideNumber type) && type < 32)
            {
                types |= 1u << (int)type;
            }
            else
            {
                return Doubt(match);
            }
        }

        ConditionKind kind = isIp6tables ? ConditionKind.AddressTypes6 : ConditionKind.AddressType;
        return new Condition(kind, match.Field, match.Negated, types, device);
    }

    private static Condition OfWayBack(RuleMatch match)
    {
        uint options = 0;
        foreach (string value in match.Values)
        {
            switch (value)
            {
                case "exists" or "fib":
                    break;
                case "missing":
                    options |= 4;
                    break;
                case "loose":
                    options |= 1;
                    break;
                case "mark":
                    options |= 2;
                    break;
                case "accept-local":
                    options |= 8;
                    break;
                default:
                    return Doubt(match);
            }
        }

        return new Condition(ConditionKind.WayBack, match.Field, match.Negated ^ ((options & 4) != 0), options & ~4u);
    }

    private static Condition OfBridged(RuleMatch match) => match.Value.TrimStart('-') switch
    {
        "physdev-is-in" => new Condition(ConditionKind.Bridged, match.Field, match.Negated, 1),
        "physdev-is-out" => new Condition(ConditionKind.Bridged, match.Field, match.Negated, 2),
        "physdev-is-bridged" => new Condition(ConditionKind.Bridged, match.Field, match.Negated, 3),
        _ => Doubt(match),
    };

    // "8", "3/1" (type and code), "any", "echo-request"
    private Condition OfIcmp(RuleMatch match, FirewallRule rule)
    {
        int slash = match.Value.IndexOf('/', StringComparison.Ordinal);
        if (match.Values.Count == 1 && match.Value == "any")
        {
            return new Condition(match.Negated ? ConditionKind.Never : ConditionKind.Masked, match.Field);
        }

        return slash > 0 && match.Values.Count == 1
            && FieldText.TryNumber(match.Value.AsSpan(0, slash), out uint type)
            && FieldText.TryNumber(match.Value.AsSpan(slash + 1), out uint code)
            ? new Condition(ConditionKind.Masked, match.Field, match.Negated, (type << 8) | code, 0xffff)
            : OfNumber(match, rule);
    }

    // "0x1/0xff"; "FIN,SYN,RST,ACK SYN"
    private static Condition OfMasked(RuleMatch match)
    {
        uint[] pairs = new uint[match.Values.Count * 2];
        for (int index = 0; index < match.Values.Count; index++)
        {
            if (!TryPair(match.Field, match.Values[index], out pairs[index * 2], out pairs[(index * 2) + 1]))
            {
                return Doubt(match);
            }
        }

        return match.Values.Count == 1
            ? new Condition(ConditionKind.Masked, match.Field, match.Negated, pairs[0], pairs[1])
            : new Condition(ConditionKind.MaskedAny, match.Field, match.Negated, data: pairs);
    }

    private static bool TryPair(RuleField field, string text, out uint value, out uint mask)
    {
        int between = text.AsSpan().IndexOfAny('/', ' ');
        (value, mask) = (0, uint.MaxValue);
        return field == RuleField.TcpFlags
            ? between > 0 && FieldText.TryBits(field, text.AsSpan(0, between), out mask)
                && FieldText.TryBits(field, text.AsSpan(between + 1), out value)
            : FieldText.TryNumber(between < 0 ? text : text.AsSpan(0, between), out value)
                && (between < 0 || FieldText.TryNumber(text.AsSpan(between + 1), out mask));
    }

    private Condition OfNumber(RuleMatch match, FirewallRule rule)
    {
        bool isIPv6 = rule.Table.Family == "ip6" || rule.Match(RuleField.Protocol)?.Value is "ipv6-icmp" or "icmpv6" or "58";
        char wildcard = rule.Table.Backend == FirewallBackend.Nftables ? '*' : '+';
        if (match.Values.Count == 1 && Single(match, isIPv6) is Condition simple)
        {
            return simple;
        }

        (RuleField, char, string) key = (match.Field, isIPv6 ? (char)(wildcard + 128) : wildcard, string.Join(',', match.Values));
        if (!_numbers.TryGetValue(key, out NumberSet? numbers))
        {
            numbers = Numbers(match, isIPv6, wildcard);
            _numbers[key] = numbers;
        }

        return numbers is null ? MaskedAddress(match)
            : match.Field == RuleField.EitherPort ? new Condition(ConditionKind.EitherPort, match.Field, match.Negated, data: numbers)
            : new Condition(
                ConditionKind.Number, match.Field, match.Negated, FamilyOf(match), Quirk(match, rule), numbers);
    }

    private static Condition? Single(RuleMatch match, bool isIPv6)
    {
        ConditionKind? kind = match.Field switch
        {
            RuleField.SourceAddress => ConditionKind.Source4,
            RuleField.DestinationAddress => ConditionKind.Destination4,
            RuleField.Protocol => ConditionKind.Protocol,
            RuleField.SourcePort => ConditionKind.SourcePort,
            RuleField.DestinationPort => ConditionKind.DestinationPort,
            _ => null,
        };
        return kind is null || !FieldText.TryRange(match.Field, match.Value, isIPv6, out WideNumber low, out WideNumber high)
            || FamilyOf(match) == 6 || high > uint.MaxValue || (kind == ConditionKind.Protocol && low != high)
            ? null
            : new Condition(kind.Value, match.Field, match.Negated, (uint)low, (uint)high);
    }

    private static NumberSet? Numbers(RuleMatch match, bool isIPv6, char wildcard)
    {
        List<(WideNumber Low, WideNumber High)> intervals = new(match.Values.Count);
        foreach (string value in match.Values)
        {
            if (FieldText.IsName(match.Field))
            {
                intervals.Add(NameText.ToRange(value, wildcard));
            }
            else if (FieldText.TryRange(match.Field, value, isIPv6, out WideNumber low, out WideNumber high))
            {
                intervals.Add((low, high));
            }
            else
            {
                return null;
            }
        }

        return NumberSet.Of(intervals);
    }

    private static uint FamilyOf(RuleMatch match) => !FieldText.IsAddress(match.Field) || match.Values.Count == 0 ? 0u
        : match.Value.Contains(':', StringComparison.Ordinal) ? 6u : 4u;

    // "192.0.2.5/255.0.0.255": a mask with gaps
    private static Condition MaskedAddress(RuleMatch match)
    {
        int slash = match.Value.IndexOf('/', StringComparison.Ordinal);
        return FieldText.IsAddress(match.Field) && match.Values.Count == 1 && slash > 0
            && AddressText.TryAddress(match.Value.AsSpan(0, slash), out WideNumber value, out bool isIPv6) && !isIPv6
            && AddressText.TryAddress(match.Value.AsSpan(slash + 1), out WideNumber mask, out isIPv6) && !isIPv6
            ? new Condition(ConditionKind.Masked, match.Field, match.Negated, (uint)(value & mask), (uint)mask)
            : Doubt(match);
    }
}
