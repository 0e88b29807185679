using System.Globalization;
using System.Net;
using ContainerNet.Checks.Firewall;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;
using ContainerNet.Paths.Walking;

namespace ContainerNet.Checks.Networks;

/// <summary>
/// Containers send packets as large as their own interface takes, and a way out of the host takes only smaller ones. That works
/// as long as the host may tell them (ICMP "fragmentation needed", RFC 1191). Where a rule drops that message, connections open
/// and then hang with the first large answer.
/// </summary>
internal sealed class MtuTooLargeCheck : ICheck
{
    internal static readonly FindingDescriptor TooLarge = new(
        "CN2005",
        "Containers send larger packets than the way out takes",
        Severity.Error,
        "Containers of network {0} send packets of up to {1} bytes, and {2} takes {3}: {4}.");

    public IReadOnlyList<FindingDescriptor> Reports => [TooLarge];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Links | FactKinds.Firewall;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        // With the segments clamped, TCP never makes a packet that is too large. Which of them the rule takes is not followed.
        if (facts.Chains.Any(c => c.Rules.Any(IsClamp)))
        {
            yield break;
        }

        RuleTrial rules = RuleTrial.Of(facts);
        foreach (ContainerNetwork network in facts.NetworksInUse())
        {
            if (facts.Link(network.Bridge!) is not { } bridge || Largest(facts, network, bridge) is not { } sender
                || Narrowest(facts, sender.Bytes) is not { } way)
            {
                continue;
            }

            Outcome? stopped = Stopped(facts, network, bridge, sender.Container, rules);
            if (stopped is not null || way.IsDefault)
            {
                yield return About(network, sender, way, stopped);
            }
        }
    }

    private static bool IsClamp(FirewallRule rule) => rule.Action == RuleAction.Mangle
        && (rule.Text.Contains("TCPMSS", StringComparison.Ordinal) || rule.Text.Contains("maxseg", StringComparison.Ordinal));

    /// <summary>The member that sends the largest packets, by its own interface and default route, else by the bridge.</summary>
    private static Sender? Largest(Snapshot facts, ContainerNetwork network, Link bridge) => facts.MembersOf(network)
        .Select(c => SenderOf(facts, network, bridge, c)).OfType<Sender>().MaxBy(s => s.Bytes);

    private static Sender? SenderOf(Snapshot facts, ContainerNetwork network, Link bridge, Container container)
    {
        IPAddress? address = container.Endpoints.FirstOrDefault(e => Questions.Is(e.Network, network.Name))?.IPv4;
        if (address is null)
        {
            return null;
        }

        NetworkNamespace? inside = facts.NamespaceOf(container);
        int? index = inside?.Addresses.FirstOrDefault(a => a.Address.Equals(address))?.LinkIndex;
        Link? inner = inside?.Links.FirstOrDefault(l => l.Index == index);
        int? byRoute = inside?.Routes.FirstOrDefault(r => r.Destination.PrefixLength == 0 && r.LinkIndex == index)?.MtuBytes;
        int bytes = byRoute ?? inner?.MtuBytes ?? bridge.MtuBytes;
        return bytes == 0 ? null : new Sender(container, inner is null ? bridge.Name : $"{inner.Name} of {container.Name}", bytes);
    }

    /// <summary>The way out that takes the smallest packets, a default route before others; null when all take these.</summary>
    private static Way? Narrowest(Snapshot facts, int bytes) => Narrower(facts, bytes)
        .OrderByDescending(w => w.IsDefault).ThenBy(w => w.Bytes).FirstOrDefault();

    private static IEnumerable<Way> Narrower(Snapshot facts, int bytes)
    {
        // The uplink of a virtual machine or of a host in a namespace may be a veth, which no other way out is.
        List<Link> links = [.. facts.Uplinks().UnionBy(facts.OutsideLinks(), l => l.Name)];
        return facts.Routes
            .Where(r => r.Table is 0 or PolicyTables.Main && Questions.Is(r.Type, "unicast") && r.IsDead != true
                && r.Destination.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
            .Select(r => (Route: r, Link: links.Find(l => l.Index == r.LinkIndex)))
            .Where(w => w.Link is not null)
            .Select(w => new Way(w.Route, w.Link!, w.Route.MtuBytes ?? w.Link!.MtuBytes))
            .Where(w => w.Bytes > 0 && w.Bytes < bytes);
    }

    /// <summary>What drops the host's message to a container, on the host or inside; null when nothing is known to.</summary>
    private static Outcome? Stopped(
        Snapshot facts, ContainerNetwork network, Link bridge, Container container, RuleTrial rules)
    {
        IPAddress? gateway = facts.Addresses.FirstOrDefault(a => a.LinkIndex == bridge.Index && network.Subnets.Any(s => s.Subnet.Contains(a.Address)
            && a.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork))?.Address;
        IPAddress receiver = container.Endpoints.First(e => Questions.Is(e.Network, network.Name)).IPv4!;
        Packet message = BridgeTraffic.New(gateway, receiver, port: 0);

        // It belongs to a connection of TCP (RFC 1191: type 3, code 4).
        (message.Protocol, message.IcmpType, message.IcmpCode) = (Packet.Icmp, 3, 4);
        return Dropped(rules, PacketHook.Output, BridgeTraffic.Between(message, null, bridge.Name))
            ?? (facts.NamespaceOf(container) is { Chains: not null } inside
                ? Dropped(new RuleTrial(Place.OfContainer(facts, inside)), PacketHook.Input, BridgeTraffic.Between(message, Inner(inside, receiver), null))
                : null);
    }

    private static string? Inner(NetworkNamespace inside, IPAddress address) => inside.Links.FirstOrDefault(
        l => l.Index == inside.Addresses.FirstOrDefault(a => a.Address.Equals(address))?.LinkIndex)?.Name;

    private static Outcome? Dropped(RuleTrial rules, PacketHook hook, Packet message) =>
        rules.Through(hook, message) is { IsDrop: true, IsCertain: true } outcome ? outcome : null;

    private static Finding About(ContainerNetwork network, Sender sender, Way way, Outcome? stopped) => TooLarge.About(
        $"network {network.Name}",
        network.Name,
        sender.Bytes,
        $"the way out by {way.Link.Name}",
        way.Bytes,
        stopped is null
            ? "answers to what they ask for become smaller only if the far end hears of it, so that some servers hang and most do not"
            : "the message that tells them so is dropped, and connections hang with the first large answer") with
    {
        Severity = stopped is null ? Severity.Info : Severity.Error,
        Engine = network.Engine,
        Network = network.Name,
        Interface = network.Bridge,
        Evidence =
        [
            Questions.Read(sender.Where, $"mtu {Text(sender.Bytes)}"),
            Questions.Read(
                $"ip route, {(way.IsDefault ? "default" : $"{way.Route.Destination}")} dev {way.Link.Name}",
                $"mtu {Text(way.Bytes)}{(way.Route.MtuBytes is null ? " of the interface" : "")}"),
            .. stopped is null ? [] : RuleTexts.Evidence(stopped),
        ],
        Remedy = (stopped is null ? "" : Unblock(stopped))
            + $"Give the network an MTU of {Text(way.Bytes)}: "
            + (network.IsDefaultBridge ? $"\"mtu\": {Text(way.Bytes)} in /etc/docker/daemon.json, then restart the engine"
                : $"make it again with --opt com.docker.network.driver.mtu={Text(way.Bytes)}")
            + $"\nor let the host cut TCP's segments: iptables -t mangle -A FORWARD -o {way.Link.Name} -p tcp "
            + "--tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu",
    };

    private static string Unblock(Outcome stopped) => stopped.Rule is { } rule
        ? (RuleTexts.Delete(rule) ?? $"Delete the rule in {RuleTexts.Place(rule)}") + "\nor accept this one message before it: "
            + "iptables -I OUTPUT -p icmp --icmp-type fragmentation-needed -j ACCEPT\n"
        : "iptables -I OUTPUT -p icmp --icmp-type fragmentation-needed -j ACCEPT\n";

    private static string Text(int bytes) => bytes.ToString(CultureInfo.InvariantCulture);

    /// <summary>A container, where the size of its packets was read, and that size.</summary>
    private sealed record Sender(Container Container, string Where, int Bytes);

    /// <summary>A route out of the host and the largest packet that it takes.</summary>
    private sealed record Way(Route Route, Link Link, int Bytes)
    {
        public bool IsDefault => Route.Destination.PrefixLength == 0;
    }
}
