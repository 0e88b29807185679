using ContainerNet.Checks.Firewall;
using ContainerNet.Findings;
using ContainerNet.Paths;

namespace ContainerNet.Checks;

/// <summary>Paths and hops as evidence.</summary>
internal static class PathTexts
{
    /// <summary>"trace from External to 192.0.2.1:8080", or what was predicted.</summary>
    public static string Source(PacketPath path) => $"{(path.Observed ? "trace" : "predicted path")} from {path.From} to "
        + Questions.AddressText(path.Packet.Destination, path.Packet.DestinationPort);

    /// <summary>What stopped a packet, as evidence.</summary>
    public static Evidence Evidence(PathEnd end) => Questions.Read(
        Source(end.Path), (end.IsReply ? "the answer was stopped: " : "") + Text(end.Hop, end.Packet));

    /// <summary>A hop as evidence of its path.</summary>
    public static Evidence Evidence(PacketPath path, Hop hop) => Questions.Read(Source(path), Text(hop, hop.Packet));

    /// <summary>A path that nothing stopped, as evidence.</summary>
    public static Evidence Through(PacketPath path)
    {
        string end = path.Verdict == PathVerdict.Delivered ? "delivered" : "unanswered";
        return Questions.Read(Source(path), path.Message.Length > 0 ? $"{end}: {path.Message}" : end);
    }

    /// <summary>One line: what was met, what it did, with which packet, where.</summary>
    private static string Text(Hop hop, PacketHeader? packet) =>
        (hop.Layer == HopLayer.Netfilter ? HopRules.Text(hop) : $"{hop.Layer}: {(hop.Detail.Length > 0 ? hop.Detail : Words(hop))}")
        + $"; {Action(hop)}"
        + (packet is null ? "" : $" {packet}")
        + (hop.Device.Length > 0 ? $" ({hop.Device})" : "")
        + (Questions.Is(hop.Place, Hop.HostPlace) ? "" : $" in {hop.Place}");

    private static string Action(Hop hop) => hop.Action switch
    {
        HopAction.Drop => "dropped",
        HopAction.Reject => "rejected",
        HopAction.Accept => "accepted",
        _ => $"{hop.Action}",
    };

    /// <summary>A reason in words.</summary>
    public static string Words(Hop hop) => hop.Reason switch
    {
        HopReason.ForwardingOff => "forwarding is off",
        HopReason.ForwardingOffOnInterface => $"forwarding is off on {hop.InputInterface ?? "the interface"}",
        HopReason.ReversePathFilter => $"the reverse path filter of {hop.InputInterface ?? "the interface"}",
        HopReason.NoRoute => "no route to the destination",
        HopReason.ClosedRoute => "a route that closes the way",
        HopReason.Martian => "an address that cannot be true there",
        HopReason.LoopbackClosed => "a loopback address from outside",
        HopReason.LinkDown => $"{hop.OutputInterface ?? "the outgoing interface"} is down",
        HopReason.NoNeighbour => "nobody answers for the next hop's address",
        HopReason.NobodyListens => "nobody listens",
        _ => "no reason known",
    };
}
