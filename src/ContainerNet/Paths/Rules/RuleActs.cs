using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>What rules do to a packet whose conditions hold.</summary>
internal sealed class RuleActs
{
    // Something in a map was not understood, so that what is not found may be there all the same.
    private const int Doubtful = -2;

    private readonly RuleSet _rules;
    private readonly PacketView _view;
    private readonly ConditionTest _test;
    private IRouteFacts _routes = null!;
    private List<RuleStep>? _steps;
    private bool _full;
    private bool _isStolen;

    /// <summary>For the packet of this view.</summary>
    public RuleActs(RuleSet rules, PacketView view, ConditionTest test)
    {
        _rules = rules;
        _view = view;
        _test = test;
    }

    /// <summary>Begins with another packet.</summary>
    public void Begin(IRouteFacts routes, List<RuleStep>? steps, bool full)
    {
        _routes = routes;
        _steps = steps;
        _full = full;
        _isStolen = false;
    }

    /// <summary>Writes down a step, if steps of this kind are wanted: what decides or changes something, or everything.</summary>
    public void Record(HopAction action, int chain, FirewallRule? rule)
    {
        if (_steps is null || (!_full && !Matters(action, rule)))
        {
            return;
        }

        _steps.Add(new RuleStep(
            _view.Hook, action, _rules.Chains[chain].Source, rule, Translator.TupleOf(_view.Packet)));
    }

    /// <summary>Does what the rule at a place does.</summary>
    /// <returns>Where the packet goes: on, to the chain <paramref name="target"/>, or to an end.</returns>
    public RuleAction Act(int at, out int target)
    {
        ref readonly CompiledRule rule = ref _rules.Rules[at];
        (RuleAction action, target) = (rule.Action, rule.Target);
        if (_isStolen)
        {
            return Stolen(rule.Source);
        }

        if (action is RuleAction.Dnat or RuleAction.Snat or RuleAction.Masquerade or RuleAction.Redirect)
        {
            return Translate(action, (NatTarget)rule.Data!, rule.Source);
        }

        if (action == RuleAction.VerdictMap)
        {
            VerdictTable table = (VerdictTable)rule.Data!;
            int found = LookUp(table.Keys, table.Modulus, rule.Source.Text);
            if (found == Doubtful)
            {
                return Doubt(rule.Source.Text);
            }

            if (found < 0)
            {
                // Where nothing is found in a map, the rule does not match.
                return RuleAction.Continue;
            }

            (action, target) = table.Verdicts[found];
        }

        if (action == RuleAction.Unknown || (action is RuleAction.Jump or RuleAction.Goto && target < 0))
        {
            action = Doubt(rule.Source.Text);
        }

        Record(HopOf(action), _test.Chain, rule.Source);
        return action;
    }

    /// <summary>Makes a change on the way through a rule. False when the rule ends there.</summary>
    public bool Change(in Condition change)
    {
        switch (change.Kind)
        {
            case ConditionKind.SetMark:
                return SetMark((RuleMark)change.Data!);
            case ConditionKind.NoTrack:
                _view.Packet.IsUntracked |= _view.Connection is null;
                return true;
            default:
                _isStolen = _test.Choose(ForkKind.Doubt, 2, (string)change.Data!) != 0;
                return true;
        }
    }

    /// <summary>Nobody can say what happens here.</summary>
    public RuleAction Doubt(string text) => _test.Choose(ForkKind.Doubt, 3, text) switch
    {
        0 => RuleAction.Continue,
        1 => RuleAction.Accept,
        _ => RuleAction.Drop,
    };

    private bool SetMark(RuleMark mark)
    {
        Packet packet = _view.Packet;
        Connection? connection = _view.Connection;
        bool fromConnection = mark.Source == RuleField.ConntrackMark;
        if (connection is null && (fromConnection || mark.Target == RuleField.ConntrackMark))
        {
            // To read the mark of no connection ends a rule of nft; iptables goes on, as both do when they would write it.
            return !fromConnection || _rules.Rules[_test.Rule].Source.Table.Backend != FirewallBackend.Nftables;
        }

        uint source = mark.Source switch
        {
            RuleField.Mark => packet.Mark,
            RuleField.ConntrackMark => connection!.Mark,
            _ => 0,
        };
        if (mark.Target == RuleField.ConntrackMark)
        {
            connection!.Mark = (connection.Mark & mark.Keep) ^ (source & mark.SourceMask) ^ mark.Xor;
        }
        else
        {
            packet.Mark = (packet.Mark & mark.Keep) ^ (source & mark.SourceMask) ^ mark.Xor;
        }

        return true;
    }

    /// <summary>The element of a map; -1 for none.</summary>
    private int LookUp(KeyTable keys, int modulus, string text)
    {
        if (modulus > 0)
        {
            return keys.Find([(WideNumber)_test.Choose(ForkKind.Draw, modulus, text)]);
        }

        int found = _test.Find(keys, out bool has);
        return found >= 0 || !has || !keys.IsDoubtful ? found : Doubtful;
    }

    /// <summary>A translation: the end of the rule and of the chain, unless it is for the other family.</summary>
    private RuleAction Translate(RuleAction action, NatTarget target, FirewallRule rule)
    {
        if (target.Table is NatTable table)
        {
            int found = LookUp(table.Keys, table.Modulus, rule.Text);
            if (found < 0)
            {
                return found == Doubtful ? Doubt(rule.Text) : RuleAction.Continue;
            }

            target = table.Targets[found];
        }

        Packet packet = _view.Packet;
        if (target.Doubt is string doubt || _view.Connection is not Connection connection)
        {
            return Doubt(target.Doubt ?? rule.Text);
        }

        if (target.Family != 0 && target.Family == 6 != packet.IsIPv6)
        {
            return RuleAction.Continue;
        }

        WideNumber? address = action switch
        {
            RuleAction.Masquerade => packet.Output is string device
                ? _routes.AddressOf(device, packet.IsIPv6, packet.Destination) : null,
            RuleAction.Redirect => Translator.RedirectAddress(_view.Hook, packet, _routes),
            _ => Translator.AddressOf(target, _view.Hook, packet),
        };
        if (address is null && action is RuleAction.Masquerade or RuleAction.Redirect)
        {
            // No address to take: the kernel throws the packet away (nf_nat_masquerade.c, nf_nat_redirect.c).
            Record(HopAction.Drop, _test.Chain, rule);
            return RuleAction.Drop;
        }

        Translator.SetUp(_view.Hook, packet, connection, address, target);
        Record(HopOf(action), _test.Chain, rule);
        return RuleAction.Accept;
    }

    private RuleAction Stolen(FirewallRule rule)
    {
        _isStolen = false;
        Record(HopAction.Unknown, _test.Chain, rule);
        return RuleAction.Tproxy;
    }

    /// <summary>Accepts before and after the decision where to go decide nothing, and are most of a path; nor do policies that
    /// accept.</summary>
    private bool Matters(HopAction action, FirewallRule? rule) => action switch
    {
        HopAction.Continue or HopAction.Jump or HopAction.Goto or HopAction.Return => false,
        HopAction.Accept => rule is not null && _view.Hook is PacketHook.Input or PacketHook.Forward or PacketHook.Output,
        _ => true,
    };

    private static HopAction HopOf(RuleAction action) => action switch
    {
        RuleAction.Accept => HopAction.Accept,
        RuleAction.Drop => HopAction.Drop,
        RuleAction.Reject => HopAction.Reject,
        RuleAction.Jump => HopAction.Jump,
        RuleAction.Goto => HopAction.Goto,
        RuleAction.Return => HopAction.Return,
        RuleAction.Dnat => HopAction.Dnat,
        RuleAction.Snat => HopAction.Snat,
        RuleAction.Masquerade => HopAction.Masquerade,
        RuleAction.Redirect => HopAction.Redirect,
        RuleAction.Queue => HopAction.Queue,
        RuleAction.Tproxy => HopAction.Unknown,
        _ => HopAction.Continue,
    };
}
