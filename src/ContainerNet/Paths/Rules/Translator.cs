using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>
/// Translation of addresses: sets up what a rule says, and rewrites the packets of a connection (net/netfilter/nf_nat_core.c).
/// </summary>
internal static class Translator
{
    private static readonly WideNumber s_loopback4 = 0x7f000001;

    /// <summary>Does this hook translate destinations? The others translate sources.</summary>
    public static bool IsDestination(PacketHook hook) => hook is PacketHook.Prerouting or PacketHook.Output;

    /// <summary>The addresses of a packet.</summary>
    public static PacketTuple TupleOf(Packet packet) => new(
        packet.Source, packet.Destination, packet.SourcePort, packet.DestinationPort, packet.Protocol);

    /// <summary>Begins a connection with its first packet.</summary>
    public static void Begin(Connection connection, Packet packet)
    {
        connection.Clear();
        connection.Original = TupleOf(packet);
        connection.Reply = new PacketTuple(
            packet.Destination, packet.Source, packet.DestinationPort, packet.SourcePort, packet.Protocol);
    }

    /// <summary>Rewrites a packet as its connection says. True when that changed it.</summary>
    public static bool Apply(PacketHook hook, Packet packet, Connection connection)
    {
        PacketTuple before = TupleOf(packet);
        PacketTuple wanted = packet.IsReply ? connection.Original : connection.Reply;
        bool destination = IsDestination(hook);

        // Of an answer, the destination is what the source of the original was, and the other way round.
        bool translated = destination != packet.IsReply ? connection.IsDestinationTranslated : connection.IsSourceTranslated;
        if (translated && destination)
        {
            (packet.Destination, packet.DestinationPort) = (wanted.Source, wanted.SourcePort);
        }
        else if (translated)
        {
            (packet.Source, packet.SourcePort) = (wanted.Destination, wanted.DestinationPort);
        }

        return before != TupleOf(packet);
    }

    /// <summary>Sets up a translation to an address and ports, and rewrites the packet.</summary>
    /// <param name="hook">The hook.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="connection">Its connection.</param>
    /// <param name="address">The new address; null to keep it.</param>
    /// <param name="target">The ports.</param>
    public static void SetUp(PacketHook hook, Packet packet, Connection connection, WideNumber? address, NatTarget target)
    {
        if (IsDestination(hook))
        {
            int port = HasPorts(packet) ? DestinationPort(packet, target) : packet.DestinationPort;
            WideNumber to = address ?? packet.Destination;
            connection.IsDestinationTranslated |= to != packet.Destination || port != packet.DestinationPort;
            connection.Reply = connection.Reply with { Source = to, SourcePort = port };
            connection.IsDestinationDecided = true;
            (packet.Destination, packet.DestinationPort) = (to, port);
        }
        else
        {
            int port = SourcePort(packet, target);
            WideNumber from = address ?? packet.Source;
            connection.IsSourceTranslated |= from != packet.Source || port != packet.SourcePort;
            connection.Reply = connection.Reply with { Destination = from, DestinationPort = port };
            connection.IsSourceDecided = true;
            (packet.Source, packet.SourcePort) = (from, port);
        }
    }

    /// <summary>The address of this host that a redirect leads to (nf_nat_redirect.c): in output the loopback address, else the first
    /// of the interface that the packet came in by. Null when there is none.</summary>
    public static WideNumber? RedirectAddress(PacketHook hook, Packet packet, IRouteFacts routes) =>
        hook == PacketHook.Output ? (packet.IsIPv6 ? WideNumber.One : s_loopback4)
        : packet.Input is string device ? routes.AddressOf(device, packet.IsIPv6, packet.Destination)
        : null;

    /// <summary>The address that the kernel takes of a target's range; null for a target without.</summary>
    public static WideNumber? AddressOf(NatTarget target, PacketHook hook, Packet packet)
    {
        WideNumber old = IsDestination(hook) ? packet.Destination : packet.Source;
        return target.Addresses is not (WideNumber low, WideNumber high) ? null
            : target.IsPrefix ? low | (old & (high - low))
            : low == high || (!IsDestination(hook) && old >= low && old <= high) ? (low == high ? low : old)
            : AddressHash.Pick(packet, low, high, target.IsPersistent);
    }

    private static bool HasPorts(Packet packet) => packet.Protocol is Packet.Tcp or Packet.Udp or Packet.Sctp or 33 or 136;

    // A port that is in the range stays; others go to its first one that is free (nf_nat_l4proto_unique_tuple).
    private static int DestinationPort(Packet packet, NatTarget target)
    {
        int old = packet.DestinationPort;
        if (target.Ports is not (int low, int high))
        {
            return old;
        }

        int size = high - low + 1;
        return target.Base is int start ? low + ((((old - start) % size) + size) % size)
            : old >= low && old <= high ? old
            : low;
    }

    // The source port stays where it may; otherwise the kernel draws one, of which nothing can be said: 0.
    private static int SourcePort(Packet packet, NatTarget target)
    {
        // The number of an echo is translated as a port is, but for ranges.
        bool isDrawn = target.IsRandom && (HasPorts(packet) || packet.Protocol is Packet.Icmp or Packet.IcmpV6);
        bool stays = !isDrawn && (!HasPorts(packet) || target.Ports is not (int low, int high)
            || (!packet.AnySourcePort && packet.SourcePort >= low && packet.SourcePort <= high));
        packet.AnySourcePort |= !stays;
        return stays ? packet.SourcePort : 0;
    }
}
