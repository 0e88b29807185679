using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>A packet at a hook, as numbers that conditions compare.</summary>
internal sealed class PacketView
{
    private WideNumber _input, _output, _physicalInput, _physicalOutput;

    /// <summary>The packet.</summary>
    public Packet Packet { get; private set; } = new();

    /// <summary>The hook.</summary>
    public PacketHook Hook { get; private set; }

    /// <summary>Has connection tracking seen it, in this hook or an earlier one? Before that it has no connection.</summary>
    public bool IsTracked { get; set; }

    /// <summary>Its connection as rules see it.</summary>
    public Connection? Connection => IsTracked ? Packet.Connection : null;

    /// <summary>Its state of connection tracking (nft_ct.c, xt_conntrack.c).</summary>
    public ConnectionStates State => Connection is Connection connection ? StateOf(connection)
        : Packet.IsUntracked ? ConnectionStates.Untracked
        : ConnectionStates.Invalid;

    /// <summary>Begins with a packet at a hook.</summary>
    public void Begin(PacketHook hook, Packet packet)
    {
        Packet = packet;
        Hook = hook;

        // The loopback device gives back the very packet with its connection (nf_conntrack_in: "Previously seen").
        IsTracked = hook is not (PacketHook.Prerouting or PacketHook.Output)
            || (hook == PacketHook.Prerouting && packet.Input == "lo" && packet.Connection is { IsDestinationDecided: true });
        _input = NameText.ToNumber(packet.Input);
        _output = NameText.ToNumber(packet.Output);
        _physicalInput = NameText.ToNumber(packet.PhysicalInput);
        _physicalOutput = NameText.ToNumber(packet.PhysicalOutput);
    }

    /// <summary>A number of the packet; false when it has none, as UDP has no flags.</summary>
    public bool TryRead(RuleField field, out WideNumber value)
    {
        Packet packet = Packet;
        value = field switch
        {
            RuleField.SourceAddress => packet.Source,
            RuleField.DestinationAddress => packet.Destination,
            RuleField.InputInterface => _input,
            RuleField.OutputInterface => _output,
            RuleField.PhysicalInput => _physicalInput,
            RuleField.PhysicalOutput => _physicalOutput,
            RuleField.Protocol => packet.Protocol,
            RuleField.SourcePort => HasPorts ? (WideNumber)packet.SourcePort : IcmpPort,
            RuleField.DestinationPort => HasPorts ? (WideNumber)packet.DestinationPort : IcmpPort,
            RuleField.ConntrackState => (uint)State,
            RuleField.Mark => packet.Mark,
            RuleField.IcmpType => packet.IcmpType,
            RuleField.IcmpCode => packet.IcmpCode,
            RuleField.TcpFlags => packet.TcpFlags,
            RuleField.Family => packet.IsIPv6 ? 6u : 4u,
            RuleField.PacketType => Frame(packet.FrameKind),
            RuleField.HopLimit => (WideNumber)packet.HopLimit,
            RuleField.Length => (WideNumber)packet.Length,
            RuleField.ConntrackMark => Connection?.Mark ?? 0u,
            RuleField.ConntrackDirection => packet.IsReply ? 1u : 0u,
            RuleField.OriginalSource => Connection?.Original.Source ?? 0,
            RuleField.OriginalDestination => Connection?.Original.Destination ?? 0,
            RuleField.OriginalSourcePort => (WideNumber)(Connection?.Original.SourcePort ?? 0),
            RuleField.OriginalDestinationPort => (WideNumber)(Connection?.Original.DestinationPort ?? 0),
            RuleField.OriginalProtocol => Connection?.Original.Protocol ?? 0,
            _ => 0,
        };
        return Has(field);
    }

    private bool HasPorts => Packet.Protocol is Packet.Tcp or Packet.Udp or Packet.Sctp or 33 or 136;

    // ipset takes type and code of ICMP for a port (ip_set_getport.c); nothing else asks for ports of ICMP.
    private WideNumber IcmpPort => (WideNumber)((Packet.IcmpType << 8) | Packet.IcmpCode);

    private bool Has(RuleField field) => field switch
    {
        RuleField.SourcePort or RuleField.DestinationPort => HasPorts || Packet.Protocol is Packet.Icmp or Packet.IcmpV6,
        RuleField.TcpFlags => Packet.Protocol == Packet.Tcp,
        RuleField.IcmpType or RuleField.IcmpCode => Packet.Protocol == (Packet.IsIPv6 ? Packet.IcmpV6 : Packet.Icmp),
        RuleField.ConntrackMark or RuleField.ConntrackDirection or RuleField.OriginalSource or RuleField.OriginalDestination
            or RuleField.OriginalSourcePort or RuleField.OriginalDestinationPort or RuleField.OriginalProtocol
            or RuleField.ConntrackStatus => Connection is not null,
        _ => true,
    };

    private ConnectionStates StateOf(Connection connection) =>
        connection.Original.Protocol != Packet.Protocol ? ConnectionStates.Related
        : Packet.IsReply || connection.IsAnswered ? ConnectionStates.Established
        : ConnectionStates.New;

    private static WideNumber Frame(string kind) => kind switch
    {
        "broadcast" => 1,
        "multicast" => 2,
        "other" => 3,
        _ => 0,
    };
}
