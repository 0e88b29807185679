using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Paths.Walking;

/// <summary>Writes down the hops of a walk, in the shape that a trace gives them (Tracing/TrailHops).</summary>
internal sealed class HopLog
{
    private readonly Firewalld? _firewalld;

    /// <summary>For the host with that firewalld.</summary>
    public HopLog(Firewalld? firewalld) => _firewalld = firewalld;

    /// <summary>The hops so far.</summary>
    public List<Hop> Hops { get; private set; } = [];

    /// <summary>Whether the packet that is on its way is the answer.</summary>
    public PathDirection Direction { get; set; }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        Hops = [];
        Direction = PathDirection.Original;
    }

    /// <summary>Adds a hop outside netfilter.</summary>
    public Hop Add(Place place, HopLayer layer, HopAction action, Packet packet, HopReason? reason = null, string detail = "")
    {
        Hop hop = NewHop(place, layer, action, packet) with
        {
            Packet = Words(TupleOf(packet), packet.IsIPv6),
            Reason = reason,
            Detail = detail,
        };
        Hops.Add(hop);
        return hop;
    }

    /// <summary>Adds what the rules of a hook did.</summary>
    public void Add(Place place, Packet packet, List<RuleStep> steps)
    {
        foreach (RuleStep step in steps)
        {
            Hop hop = NewHop(place, step.Chain is null ? HopLayer.Conntrack : HopLayer.Netfilter, step.Action, packet) with
            {
                Hook = NameOf(step.Hook),
                Packet = Words(step.Tuple, packet.IsIPv6),
            };
            Hops.Add(step.Chain is { } chain ? OfRule(hop, chain, step.Rule) : hop);
        }
    }

    /// <summary>The hop of a rule or a policy.</summary>
    public Hop OfRule(Hop hop, FirewallChain chain, FirewallRule? rule)
    {
        RuleOwner owner = chain.OwnerOf(rule);
        bool ends = hop.Action is HopAction.Drop or HopAction.Reject;
        return hop with
        {
            Backend = chain.Table.Backend,
            Family = chain.Table.Family,
            Table = chain.Table.Name,
            Chain = chain.Name,
            Handle = rule?.Handle,
            Number = rule?.Number,
            Rule = rule is null ? $"policy {(hop.Action == HopAction.Drop ? "drop" : "accept")}" : rule.Text,
            Comment = rule?.Comment,
            Packets = rule is null ? null : rule.Packets,
            Owner = owner,
            Zone = owner == RuleOwner.Firewalld
                ? FirewalldChain.ZoneOf(chain.Name, _firewalld, ends ? hop.InputInterface : null) : null,
        };
    }

    /// <summary>A hop at the point where the packet is.</summary>
    public Hop NewHop(Place place, HopLayer layer, HopAction action, Packet packet) => new()
    {
        Layer = layer,
        Action = action,
        Direction = Direction,
        Place = place.Name,
        InputInterface = packet.Input,
        OutputInterface = packet.Output,
    };

    /// <summary>The packet's addresses as they are now.</summary>
    public static PacketTuple TupleOf(Packet packet) =>
        new(packet.Source, packet.Destination, packet.SourcePort, packet.DestinationPort, packet.Protocol);

    /// <summary>Addresses for people.</summary>
    public static PacketHeader Words(in PacketTuple tuple, bool isIPv6) => new()
    {
        Protocol = Sockets.ProtocolOf(tuple.Protocol),
        Source = AddressNumber.ToAddress(tuple.Source, isIPv6),
        SourcePort = tuple.SourcePort,
        Destination = AddressNumber.ToAddress(tuple.Destination, isIPv6),
        DestinationPort = tuple.DestinationPort,
    };

    /// <summary>The hook's name in nft's words.</summary>
    public static string NameOf(PacketHook hook) => hook switch
    {
        PacketHook.Prerouting => "prerouting",
        PacketHook.Input => "input",
        PacketHook.Forward => "forward",
        PacketHook.Output => "output",
        _ => "postrouting",
    };
}
