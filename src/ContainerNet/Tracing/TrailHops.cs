using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Tracing;

/// <summary>Says in words what a trail holds in numbers. Made anew for each trail.</summary>
internal sealed class TrailHops
{
    private readonly PlaceFacts _place;
    private readonly RuleView _rules;
    private readonly PacketTrail _trail;
    private readonly PacketHeader?[] _words;
    private readonly List<Hop> _hops = [];
    private readonly bool _full;
    private string? _hook;

    private TrailHops(PlaceFacts place, PacketTrail trail, bool full)
    {
        _place = place;
        _trail = trail;
        _full = full;
        _rules = place.Books.At(trail.Epoch);
        _words = new PacketHeader?[trail.Headers.Count];
    }

    /// <summary>The hops of a trail.</summary>
    /// <param name="place">The namespace that it was seen in.</param>
    /// <param name="trail">The trail.</param>
    /// <param name="full">Also the rules that decided nothing.</param>
    public static List<Hop> Of(PlaceFacts place, PacketTrail trail, bool full)
    {
        TrailHops reader = new(place, trail, full);
        reader.Read();
        return reader._hops;
    }

    private void Read()
    {
        int header = -1;
        bool translated = false;
        foreach (TraceStep step in _trail.Steps)
        {
            if (step.Header != header)
            {
                Translation(header, step.Header, translated);
                header = step.Header;
                translated = false;
                Begin(step);
            }

            bool isEnd = step.Type == TraceType.Rule && step.Handle == 0;
            if (_trail.Headers[header].Marker == TraceMarker.None && !isEnd)
            {
                translated |= Step(step);
            }
        }
    }

    /// <summary>A base chain begins.</summary>
    private void Begin(in TraceStep step)
    {
        TrailHeader header = _trail.Headers[step.Header];
        _hook = TraceHooks.Of(header.Marker) ?? _rules.Chain(_place.Names[step.Chain])?.Hook ?? _hook;
        if (step.Header == 0)
        {
            bool isLocal = header.Input == 0;
            _hops.Add(NewHop(isLocal ? HopLayer.Socket : HopLayer.Link, HopAction.Enter, step.Header) with { Hook = null });
        }
        else if (header.Marker == TraceMarker.Forward)
        {
            _hops.Add(NewHop(HopLayer.Routing, HopAction.Forward, step.Header) with { Hook = null });
        }
        else if (header.Marker == TraceMarker.PostEnd)
        {
            _hops.Add(NewHop(HopLayer.Link, HopAction.Leave, step.Header) with { Hook = null });
        }
        else if (header.Marker == TraceMarker.InputEnd)
        {
            _hops.Add(NewHop(HopLayer.Socket, HopAction.Deliver, step.Header) with { Hook = null });
        }
    }

    /// <summary>An event in somebody's chain.</summary>
    /// <returns>Whether a rule translated the packet here.</returns>
    private bool Step(in TraceStep step)
    {
        // Nine of ten events lead to the next one and decide nothing: no rule need be looked up for them.
        bool leadsOn = step.Verdict is TraceVerdict.Continue or TraceVerdict.Break or TraceVerdict.Jump or TraceVerdict.Goto
            or TraceVerdict.Return || (step.Verdict == TraceVerdict.Accept && step.Type == TraceType.Policy);
        if (leadsOn && !_full)
        {
            return false;
        }

        ChainName name = _place.Names[step.Chain];
        FirewallChain? chain = _rules.Chain(name);
        FirewallRule? rule = step.Type == TraceType.Policy ? null : _rules.Rule(name, step.Handle);
        HopAction action = ActionOf(step, rule);
        bool translates = action is HopAction.Dnat or HopAction.Snat or HopAction.Masquerade or HopAction.Redirect;
        int after = translates && step.Header + 1 < _trail.Headers.Count ? step.Header + 1 : step.Header;
        if (_full || Matters(action))
        {
            RuleOwner owner = chain?.OwnerOf(rule) ?? RuleOwner.Unknown;
            bool ends = action is HopAction.Drop or HopAction.Reject;
            _hops.Add(NewHop(HopLayer.Netfilter, action, after) with
            {
                Backend = chain?.Table.Backend,
                Family = name.Family,
                Table = name.Table,
                Chain = name.Chain,
                Handle = step.Type == TraceType.Policy ? null : step.Handle,
                Number = rule?.Number,
                Rule = step.Type == TraceType.Policy ? $"policy {(action == HopAction.Drop ? "drop" : "accept")}" : rule?.Text,
                Comment = rule?.Comment,
                Packets = rule?.Packets,
                Owner = owner,
                Zone = owner == RuleOwner.Firewalld
                    ? FirewalldChain.ZoneOf(name.Chain, _place.Facts.Firewalld, ends ? InputName(step.Header) : null) : null,
                Detail = rule is null && step.Type != TraceType.Policy ? "the rule was gone before it could be read" : "",
            });
        }

        return translates;
    }

    /// <summary>Accepts before and after the decision where to go decide nothing, and are most of a path.</summary>
    private bool Matters(HopAction action) => action != HopAction.Accept || _hook is "input" or "forward" or "output";

    /// <summary>What connection tracking did between two base chains, where no rule of the first one did it.</summary>
    private void Translation(int before, int after, bool byRule)
    {
        if (before >= 0 && !byRule && _trail.Headers[before].Packet is TraceHeader old && _trail.Headers[after].Packet is TraceHeader now
            && (old.Source != now.Source || old.Destination != now.Destination
                || old.SourcePort != now.SourcePort || old.DestinationPort != now.DestinationPort))
        {
            Hop translated = NewHop(HopLayer.Conntrack, HopAction.Translate, after);
            _hops.Add(LegacyHops.Translator(_place, _trail, old, translated) ?? translated);
        }
    }

    private Hop NewHop(HopLayer layer, HopAction action, int header) => new()
    {
        Layer = layer,
        Action = action,
        Direction = _trail.IsReply ? PathDirection.Reply : PathDirection.Original,
        Place = _place.Name,
        Hook = _hook,
        InputInterface = InputName(header),
        OutputInterface = _place.Links[_trail.Headers[header].Output],
        Packet = _words[header] ??= HeaderText.Words(_trail.Headers[header].Packet),
    };

    private string? InputName(int header) => _place.Links[_trail.Headers[header].Input];

    private static HopAction ActionOf(in TraceStep step, FirewallRule? rule) => step.Verdict switch
    {
        TraceVerdict.Drop or TraceVerdict.Stolen => rule?.Action == RuleAction.Reject ? HopAction.Reject : HopAction.Drop,
        TraceVerdict.Accept => rule?.Action switch
        {
            RuleAction.Dnat => HopAction.Dnat,
            RuleAction.Snat => HopAction.Snat,
            RuleAction.Masquerade => HopAction.Masquerade,
            RuleAction.Redirect => HopAction.Redirect,
            _ => HopAction.Accept,
        },
        TraceVerdict.Continue or TraceVerdict.Break => HopAction.Continue,
        TraceVerdict.Jump => HopAction.Jump,
        TraceVerdict.Goto => HopAction.Goto,
        TraceVerdict.Return => HopAction.Return,
        TraceVerdict.Queue => HopAction.Queue,
        _ => HopAction.Unknown,
    };
}
