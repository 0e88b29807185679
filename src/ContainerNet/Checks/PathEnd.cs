using System.Net;
using ContainerNet.Checks.Firewall;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks;

/// <summary>Where and by what a packet was stopped, with what the snapshot knows of the place.</summary>
internal sealed record PathEnd
{
    private PathEnd(Snapshot facts, PacketPath path, Hop hop)
    {
        Path = path;
        Hop = hop;
        Rule = hop.Layer == HopLayer.Netfilter ? HopRules.Find(facts, hop) : null;
    }

    /// <summary>The path.</summary>
    public PacketPath Path { get; }

    /// <summary>The hop that stopped it.</summary>
    public Hop Hop { get; }

    /// <summary>The rule of the snapshot that it is, or null: a policy, or gone since.</summary>
    public FirewallRule? Rule { get; }

    /// <summary>Stopped by a rule or a policy?</summary>
    public bool IsFirewall => Hop.Layer == HopLayer.Netfilter;

    /// <summary>Stopped by the policy of a base chain?</summary>
    public bool IsPolicy => IsFirewall && Hop is { Handle: null, Number: null };

    /// <summary>Was it the answer that was stopped?</summary>
    public bool IsReply => Hop.Direction == PathDirection.Reply;

    /// <summary>The packet's addresses there, translated already where something translated them.</summary>
    public PacketHeader Packet => Hop.Packet ?? Path.Hops.TakeWhile(h => h != Hop)
        .LastOrDefault(h => h.Packet is not null && h.Direction == Hop.Direction)?.Packet ?? Path.Packet;

    /// <summary>The end of a path, or null: nothing stopped it, or what did was not seen.</summary>
    public static PathEnd? Of(Snapshot facts, PacketPath path) =>
        path is { Verdict: PathVerdict.Dropped or PathVerdict.Rejected, DecidingHop: { } hop }
        && (hop.Action is HopAction.Drop or HopAction.Reject or HopAction.Vanish || hop.Reason is not null)
            ? new PathEnd(facts, path, hop)
            : null;

    /// <summary>"drops" or "rejects".</summary>
    public string Verb => Hop.Action == HopAction.Reject ? "rejects" : "drops";

    /// <summary>"what External sends to port 8080/tcp of web", or "the answer to ...".</summary>
    public string What => IsReply ? $"the answer to what {Path.From} sends to {Target}" : $"what {Path.From} sends to {Target}";

    /// <summary>What a finding about it is about: the published port, or else the way.</summary>
    public string Subject => Path is { Port: int port, Container: { } container }
        ? $"port {Questions.PortText(port, Path.Protocol)} of {container}"
        : $"way from {Path.From} to {Path.To}";

    private string Target => Path is { Port: int port, Container: { } container }
        ? $"port {Questions.PortText(port, Path.Protocol)} of {container}" + (Questions.IsIPv6(Path.Packet.Destination) ? " over IPv6" : "")
        : Questions.Is(Path.To, $"{Path.Packet.Destination}:{Path.Packet.DestinationPort}")
            ? Path.To : $"{Path.To} ({Questions.AddressText(Path.Packet.Destination, Path.Packet.DestinationPort)})";

    /// <summary>The container that the packet was for, or its answer, when it was on its way out by an interface that does not
    /// lead there: the bridge is down or its route is gone, or another route took it. Else null.</summary>
    public Container? MisroutedFrom(Snapshot facts) => Hop is { OutputInterface: { } output }
        && Questions.Is(Hop.Place, Hop.HostPlace)
        && ContainerAt(facts, Packet.Destination) is { } container
        && container.Endpoints.All(e => facts.NetworkOf(container.Engine, e.Network) is { Bridge: { } bridge }
            && !Questions.Is(bridge, output))
            ? container : null;

    /// <summary>The network whose bridge an interface is, or null.</summary>
    public static ContainerNetwork? NetworkOf(Snapshot facts, string? link) =>
        link is null ? null : facts.Networks.FirstOrDefault(n => Questions.Is(n.Bridge, link));

    /// <summary>The running container that has an address, or null.</summary>
    public static Container? ContainerAt(Snapshot facts, IPAddress? address) => address is null ? null
        : facts.Containers.FirstOrDefault(
            c => c.IsRunning && c.Endpoints.Any(e => address.Equals(e.IPv4) || address.Equals(e.IPv6)));

    /// <summary>A finding with everything of it that binds to parameters.</summary>
    public Finding Tell(Snapshot facts, Finding finding) => finding with
    {
        Engine = Path.Engine,
        Container = Path.Container,
        Port = Path.Port,
        Protocol = Path.Port is null ? null : Path.Protocol,
        Network = (NetworkOf(facts, Hop.OutputInterface) ?? NetworkOf(facts, Hop.InputInterface))?.Name,
    };
}
