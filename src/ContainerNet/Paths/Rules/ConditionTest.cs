using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Asks the conditions of rules about one packet.</summary>
internal sealed class ConditionTest
{
    private const int FirstClientPort = 1024, LastClientPort = 65535;

    private readonly RuleSet _rules;
    private readonly PacketView _view;
    private IRouteFacts? _routes;
    private Forks? _forks;

    /// <summary>About the packet of this view.</summary>
    public ConditionTest(RuleSet rules, PacketView view)
    {
        _rules = rules;
        _view = view;
    }

    /// <summary>True to take the first way at every fork without a word: for rules that change nothing.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>The chain that is being asked; for what is said at a fork.</summary>
    public int Chain { get; set; }

    /// <summary>The rule that is being asked; -1 for the chain as a whole.</summary>
    public int Rule { get; set; }

    /// <summary>Begins with another packet.</summary>
    public void Begin(IRouteFacts routes, Forks forks)
    {
        _routes = routes;
        _forks = forks;
        IsQuiet = false;
    }

    /// <summary>Does a condition hold?</summary>
    public bool Holds(in Condition condition)
    {
        Packet packet = _view.Packet;
        switch (condition.Kind)
        {
            case ConditionKind.Source4:
                return !packet.IsIPv6 && Within((uint)packet.Source, condition) != condition.Negated;
            case ConditionKind.Destination4:
                return !packet.IsIPv6 && Within((uint)packet.Destination, condition) != condition.Negated;
            case ConditionKind.Protocol:
                return (packet.Protocol == condition.A) != condition.Negated;
            case ConditionKind.DestinationPort:
                return HasPorts(packet) && Within((uint)packet.DestinationPort, condition) != condition.Negated;
            case ConditionKind.SourcePort:
                return HasPorts(packet) && (packet.AnySourcePort
                    ? AnyPort(condition, ClientPorts(condition))
                    : Within((uint)packet.SourcePort, condition) != condition.Negated);
            case ConditionKind.Number:
                return Number(condition);
            case ConditionKind.State:
                return ((uint)States(condition) & condition.A) != 0 != condition.Negated;
            case ConditionKind.Masked:
                return TryWord(condition, out uint word) && (word & condition.B) == condition.A != condition.Negated;
            default:
                return Rarely(condition);
        }
    }

    /// <summary>Which way to go where nobody can say it.</summary>
    /// <param name="kind">Why.</param>
    /// <param name="choices">How many ways.</param>
    /// <param name="text">What is not known.</param>
    public int Choose(ForkKind kind, int choices, string text) =>
        IsQuiet ? 0 : _forks!.Choose(
            kind, choices, _rules.Chains[Chain].Source, Rule < 0 ? null : _rules.Rules[Rule].Source, text);

    private bool Rarely(in Condition condition)
    {
        switch (condition.Kind)
        {
            case ConditionKind.MaskedAny:
                return MaskedAny(condition);
            case ConditionKind.EitherPort:
                return EitherPort((NumberSet)condition.Data!, condition);
            case ConditionKind.Status:
                return _view.Connection is Connection connection
                    ? Status(connection, condition) : condition.B != 0;
            case ConditionKind.Tracked:
                return _view.Connection is not null;
            case ConditionKind.AddressType or ConditionKind.AddressTypes6:
                return AddressTypes.Have(condition, _view.Packet, _routes!) is bool has
                    ? has != condition.Negated : Doubt("the type of an address: the routes were not read");
            case ConditionKind.WayBack:
                return WayBack(condition);
            case ConditionKind.Bridged:
                return Bridged(condition.A) != condition.Negated;
            case ConditionKind.Keys:
                return Keys((KeyTable)condition.Data!, condition.Negated);
            case ConditionKind.Ipset:
                return InIpset((Ipset)condition.Data!, condition);
            case ConditionKind.Owner:
                return _view.Packet.Input is not null ? condition.A == 1 && condition.Negated : Doubt(condition.Data);
            case ConditionKind.Hardware:
                return _view.Packet.Input is not (null or "lo") && Doubt(condition.Data);
            case ConditionKind.Rate:
                return Choose(ForkKind.Rate, 2, (string)condition.Data!) == 0 != condition.Negated;
            case ConditionKind.Draw:
                return Choose(ForkKind.Draw, 2, (string)condition.Data!) == 0;
            case ConditionKind.Doubt:
                return Doubt(condition.Data);
            default:
                return false;
        }
    }

    private bool Doubt(object? text) => !IsQuiet && Choose(ForkKind.Doubt, 2, (string)text!) == 0;

    private static bool HasPorts(Packet packet) => packet.Protocol is Packet.Tcp or Packet.Udp or Packet.Sctp or 33 or 136;

    private static bool Within(uint value, in Condition condition) => value - condition.A <= condition.B - condition.A;

    private static int ClientPorts(in Condition condition) =>
        Math.Max(0, (int)Math.Min(condition.B, LastClientPort) - (int)Math.Max(condition.A, FirstClientPort) + 1);

    /// <summary>A rule asks for some of the ports that the client may have chosen.</summary>
    private bool AnyPort(in Condition condition, int matching)
    {
        const int All = LastClientPort - FirstClientPort + 1;
        bool likely = matching * 2 >= All != condition.Negated;
        return matching is 0 or All ? likely : Choose(ForkKind.Client, 2, "source port") == 0 == likely;
    }

    private bool Number(in Condition condition)
    {
        NumberSet numbers = (NumberSet)condition.Data!;
        RuleField field = (RuleField)condition.Field;
        if (field == RuleField.SourcePort && _view.Packet.AnySourcePort && HasPorts(_view.Packet))
        {
            return AnyPort(condition, (int)numbers.CountWithin(FirstClientPort, LastClientPort));
        }

        if (condition.A != 0 && condition.A == 6 != _view.Packet.IsIPv6)
        {
            return false;
        }

        if (!_view.TryRead(field, out WideNumber value) || (FieldText.IsPort(field) && !HasPorts(_view.Packet)))
        {
            return condition.B != 0;
        }

        // Not being at a bridge port is no port, not even one of any name (xt_physdev.c).
        bool within = field is RuleField.PhysicalInput or RuleField.PhysicalOutput && value == 0 ? false : numbers.Contains(value);
        return within != condition.Negated;
    }

    private bool EitherPort(NumberSet ports, in Condition condition)
    {
        Packet packet = _view.Packet;
        return HasPorts(packet) && (ports.Contains((WideNumber)packet.DestinationPort) ? !condition.Negated
            : packet.AnySourcePort ? AnyPort(condition, (int)ports.CountWithin(FirstClientPort, LastClientPort))
            : ports.Contains((WideNumber)packet.SourcePort) != condition.Negated);
    }

    private ConnectionStates States(in Condition condition)
    {
        ConnectionStates state = _view.State;
        if ((condition.A & (uint)(ConnectionStates.Snat | ConnectionStates.Dnat)) != 0 && _view.Connection is Connection connection)
        {
            state |= connection.IsSourceTranslated ? ConnectionStates.Snat : ConnectionStates.None;
            state |= connection.IsDestinationTranslated ? ConnectionStates.Dnat : ConnectionStates.None;
        }

        return state;
    }

    private bool TryWord(in Condition condition, out uint word)
    {
        RuleField field = (RuleField)condition.Field;
        if (field is RuleField.SourceAddress or RuleField.DestinationAddress && _view.Packet.IsIPv6)
        {
            word = 0;
            return false;
        }

        bool has = _view.TryRead(field, out WideNumber value);
        word = (uint)value;
        if (field == RuleField.IcmpType)
        {
            word = (word << 8) | _view.Packet.IcmpCode;
        }

        return has;
    }

    private bool MaskedAny(in Condition condition)
    {
        if (!TryWord(condition, out uint word))
        {
            return false;
        }

        uint[] pairs = (uint[])condition.Data!;
        for (int index = 0; index < pairs.Length; index += 2)
        {
            if ((word & pairs[index + 1]) == pairs[index])
            {
                return !condition.Negated;
            }
        }

        return condition.Negated;
    }

    private bool Status(Connection connection, in Condition condition)
    {
        const uint SeenReply = 2, Snat = 16, Dnat = 32, Expected = 1, Dying = 512;
        uint status = (connection.IsAnswered ? SeenReply : 0) | (connection.IsSourceTranslated ? Snat : 0)
            | (connection.IsDestinationTranslated ? Dnat : 0);
        if ((status & condition.A) != 0)
        {
            return !condition.Negated;
        }

        bool certain = (condition.A & ~(SeenReply | Snat | Dnat | Expected | Dying)) == 0;
        return certain ? condition.Negated : Doubt("conntrack status");
    }

    private bool WayBack(in Condition condition)
    {
        const uint Loose = 1, WithMark = 2, AcceptLocal = 8;
        Packet packet = _view.Packet;
        if (packet.Input == "lo")
        {
            return !condition.Negated;
        }

        bool? known = _routes!.HasWayBack(packet, (condition.A & Loose) != 0, (condition.A & WithMark) != 0);
        if (known is not bool found)
        {
            return Doubt("the way back: the routes were not read");
        }

        found |= (condition.A & AcceptLocal) != 0 && _routes.TypeOf(packet.Source, packet.IsIPv6, device: null) == "local";
        return found != condition.Negated;
    }

    private bool Bridged(uint which) => which switch
    {
        1 => _view.Packet.PhysicalInput is not null,
        2 => _view.Packet.PhysicalOutput is not null,
        _ => _view.Packet.IsBridged,
    };

    private bool Keys(KeyTable keys, bool negated)
    {
        int found = Find(keys, out bool has);
        return found >= 0 ? !negated : keys.IsDoubtful ? has && Doubt("an element of a set") : has && negated;
    }

    /// <summary>The element that the packet's key has in a table; -1 for none.</summary>
    /// <param name="keys">The table.</param>
    /// <param name="has">False when the packet has not all parts of the key.</param>
    public int Find(KeyTable keys, out bool has)
    {
        Span<WideNumber> key = stackalloc WideNumber[KeyTable.MostParts];
        ReadOnlySpan<RuleField> fields = keys.Fields;
        has = keys.Family == 0 || keys.Family == 6 == _view.Packet.IsIPv6;
        for (int part = 0; part < fields.Length && has; part++)
        {
            has = part < key.Length && _view.TryRead(fields[part], out key[part]);
        }

        return has && fields.Length > 0 ? keys.Find(key[..fields.Length]) : -1;
    }

    private bool InIpset(Ipset set, in Condition condition)
    {
        if (set.Family != 0 && set.Family == 6 != _view.Packet.IsIPv6)
        {
            return condition.Negated;
        }

        for (int index = 0; index < set.Tables.Count; index++)
        {
            int found = Find(set.Tables[index].Keys, out _);
            if (found >= 0 && !set.Tables[index].Excluded[found])
            {
                return !condition.Negated;
            }
        }

        return set.IsDoubtful ? Doubt(set.Text) : condition.Negated;
    }
}
