using System.Globalization;
using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Paths;

/// <summary>Says what a hop is, for pictures and comparisons. Names come as they are: who writes them somewhere cleans them.</summary>
public static class HopWords
{
    /// <summary>What it met, in one word: a hook, "in", "out", "routing", "sent", "delivered".</summary>
    public static string Step(Hop hop)
    {
        ArgumentNullException.ThrowIfNull(hop);
        return hop.Layer switch
        {
            HopLayer.Netfilter or HopLayer.Conntrack => hop.Hook ?? "netfilter",
            HopLayer.Routing => "routing",
            HopLayer.Forwarder => "forwarder",
            HopLayer.Socket when hop.Reason == HopReason.NobodyListens => "refused",
            HopLayer.Socket => hop.Action == HopAction.Enter ? "sent" : hop.Action == HopAction.Deliver ? "delivered" : "socket",
            _ => hop.Action switch { HopAction.Enter => "in", HopAction.Leave => "out", _ => "link" },
        };
    }

    /// <summary>Which one: the chain with the rule's number as iptables takes it ("filter DOCKER-USER 1"), an interface, two.</summary>
    public static string Where(Hop hop)
    {
        ArgumentNullException.ThrowIfNull(hop);
        return hop.Layer switch
        {
            HopLayer.Netfilter when hop.Chain is not null => $"{Chain(hop)} {Position(hop)}".TrimEnd(),
            HopLayer.Netfilter => "",
            HopLayer.Conntrack => "connection tracking",
            HopLayer.Forwarder => "",
            HopLayer.Link when hop.Action == HopAction.Enter => hop.InputInterface ?? "",
            HopLayer.Link when hop.Action == HopAction.Leave => hop.OutputInterface ?? "",
            HopLayer.Socket => hop.Reason == HopReason.NobodyListens ? "" : hop.Action == HopAction.Enter ? "by a socket" : "to a socket",
            _ => hop.Device,
        };
    }

    /// <summary>"filter DOCKER-USER", with a word where it is one of the legacy tables.</summary>
    public static string Chain(Hop hop)
    {
        ArgumentNullException.ThrowIfNull(hop);
        string legacy = hop.Backend == FirewallBackend.IptablesLegacy ? " (legacy)" : "";
        return hop.Chain is null ? "" : $"{hop.Table}{legacy} {hop.Chain}";
    }

    /// <summary>What it did; empty where <see cref="Step"/> has said so.</summary>
    public static string Action(Hop hop)
    {
        ArgumentNullException.ThrowIfNull(hop);
        return hop.Layer is HopLayer.Link or HopLayer.Socket or HopLayer.Forwarder
            && hop.Action is HopAction.Enter or HopAction.Leave or HopAction.Deliver or HopAction.HandOver
            ? "" : hop.Action.ToString();
    }

    /// <summary>The rule, or what is to be said besides.</summary>
    public static string Text(Hop hop)
    {
        ArgumentNullException.ThrowIfNull(hop);
        return hop.Rule ?? hop.Detail;
    }

    /// <summary>What is new about a packet's addresses: both, "to 172.17.0.2:80", "from 192.0.2.1:8080", or nothing.</summary>
    /// <param name="before">The packet before; null at its first hop.</param>
    /// <param name="now">The packet now.</param>
    public static string Change(PacketHeader? before, PacketHeader? now)
    {
        if (now is null || now == before)
        {
            return "";
        }

        bool isSource = before is null || !Equals(before.Source, now.Source) || before.SourcePort != now.SourcePort;
        bool isTarget = before is null || !Equals(before.Destination, now.Destination) || before.DestinationPort != now.DestinationPort;
        return (isSource, isTarget) switch
        {
            (true, true) => now.ToString(),
            (true, false) => $"from {End(now.Source, now.SourcePort)}",
            (false, true) => $"to {End(now.Destination, now.DestinationPort)}",
            _ => "",
        };
    }

    /// <summary>What is known about a hop that decided, each with a word for it.</summary>
    public static IReadOnlyList<(string Label, string Text)> Evidence(Hop hop)
    {
        ArgumentNullException.ThrowIfNull(hop);
        List<(string, string)> evidence = [];
        if (hop.Chain is not null)
        {
            Add("rule", hop.Rule ?? "");
            Add("chain", Address(hop));
            Add("owner", Owner(hop));
            Add("comment", hop.Comment is { } comment && hop.Rule?.Contains(comment, StringComparison.Ordinal) != true ? comment : "");
            Add("counted", hop.Packets is not long packets ? ""
                : string.Create(CultureInfo.InvariantCulture, $"{packets} packet{(packets == 1 ? "" : "s")} when the rules were read"));
        }

        Add("reason", hop.Reason is null ? "" : $"{hop.Reason}");
        Add("detail", hop.Detail);
        return evidence;

        void Add(string label, string text)
        {
            if (text.Length > 0)
            {
                evidence.Add((label, text));
            }
        }
    }

    /// <summary>A hop in a few words, for a sentence: "Drop at forward by filter DOCKER-USER 1 (-j DROP)", "routing host0 -> docker0".</summary>
    public static string Name(Hop hop)
    {
        ArgumentNullException.ThrowIfNull(hop);
        if (hop.Layer == HopLayer.Netfilter && hop.Chain is not null)
        {
            return $"{hop.Action} {By(hop)}";
        }

        string reason = hop.Reason is null ? "" : $" ({hop.Reason})";
        return string.Join(' ', new[] { Step(hop), Where(hop), Action(hop) }.Where(w => w.Length > 0)) + Place(hop) + reason;
    }

    /// <summary>A verdict with the hop that made it: "Dropped at forward by filter DOCKER-USER 1 (-j DROP)".</summary>
    public static string Decision(PathVerdict verdict, Hop? decider) => decider is null ? $"{verdict}"
        : decider.Layer == HopLayer.Netfilter && decider.Chain is not null ? $"{verdict} {By(decider)}"
        : $"{verdict}, {Name(decider)}";

    private static string By(Hop hop)
    {
        string rule = hop.Rule is null || Position(hop) == "policy" ? "" : $" ({hop.Rule})";
        return $"at {Step(hop)}{Place(hop)} by {Where(hop)}{rule}";
    }

    private static string Place(Hop hop) => hop.Place == Hop.HostPlace ? "" : $" in {hop.Place}";

    private static string Position(Hop hop) => hop.Number is int number ? number.ToString(CultureInfo.InvariantCulture)
        : hop.Handle is long handle ? string.Create(CultureInfo.InvariantCulture, $"handle {handle}")
        : hop.Rule is null ? "" : "policy";

    /// <summary>"ip filter DOCKER-USER, rule 1, handle 43 (IptablesNft)".</summary>
    private static string Address(Hop hop)
    {
        string number = hop.Number is int n ? string.Create(CultureInfo.InvariantCulture, $", rule {n}") : "";
        string handle = hop.Handle is long h ? string.Create(CultureInfo.InvariantCulture, $", handle {h}") : "";
        string kind = hop.Backend is null ? "" : $" ({hop.Backend})";
        return $"{hop.Family} {hop.Table} {hop.Chain}{number}{handle}{kind}".TrimStart();
    }

    private static string Owner(Hop hop) => hop.Owner switch
    {
        RuleOwner.Unknown => "",
        RuleOwner.DockerUser => "DockerUser, the administrator's own chain",
        _ when hop.Zone is { } zone => zone.StartsWith("policy ", StringComparison.Ordinal) ? $"{hop.Owner}, {zone}" : $"{hop.Owner}, zone {zone}",
        _ => $"{hop.Owner}",
    };

    private static string End(IPAddress? address, int port) => port == 0 ? $"{address}"
        : address is null ? string.Create(CultureInfo.InvariantCulture, $"*:{port}") : new IPEndPoint(address, port).ToString();
}
