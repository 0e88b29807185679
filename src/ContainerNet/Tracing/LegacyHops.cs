using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Tracing;

/// <summary>What rules of iptables-legacy did with a packet. Their log names every rule that the packet met, and not the
/// verdict: that stands in the rule.</summary>
internal static class LegacyHops
{
    private static readonly string[] s_hooks = ["prerouting", "input", "forward", "output", "postrouting"];

    /// <summary>The rule or policy that dropped a packet which was last seen so; null when it was none of them.</summary>
    public static Hop? Decider(PlaceFacts place, PacketTrail trail, Hop like)
    {
        TraceHeader packet = trail.Latest.Packet;
        if (place.Legacy is not { } log || log.Of(packet) is not [.., LegacyTraceEntry last]
            || (like.Hook is not null && last.Hook < s_hooks.Length && s_hooks[last.Hook] != like.Hook))
        {
            return null;
        }

        RuleView rules = place.Books.At(trail.Epoch);
        return Read(rules, last, like) is { Action: HopAction.Drop or HopAction.Reject } hop ? hop : null;
    }

    /// <summary>The rule that translated a packet which looked so before; null when none of them did.</summary>
    public static Hop? Translator(PlaceFacts place, PacketTrail trail, in TraceHeader before, Hop like)
    {
        if (place.Legacy is not { } log)
        {
            return null;
        }

        RuleView rules = place.Books.At(trail.Epoch);
        return log.Of(before).Where(e => e.Table == "nat").Select(e => Read(rules, e, like)).OfType<Hop>().LastOrDefault(
            h => h.Action is HopAction.Dnat or HopAction.Snat or HopAction.Masquerade or HopAction.Redirect);
    }

    private static Hop? Read(RuleView rules, in LegacyTraceEntry entry, Hop like)
    {
        ChainName name = new(entry.Family == AddressFamily.IPv6 ? "ip6" : "ip", entry.Table, entry.Chain);
        if (rules.Legacy(name) is not { } chain)
        {
            return null;
        }

        bool isPolicy = entry.Number > chain.Rules.Count;
        FirewallRule? rule = isPolicy || entry.Number < 1 ? null : chain.Rules[entry.Number - 1];
        RuleAction? action = isPolicy ? chain.Policy : rule?.Action;
        return like with
        {
            Layer = HopLayer.Netfilter,
            Action = ActionOf(action),
            Hook = entry.Hook < s_hooks.Length ? s_hooks[entry.Hook] : like.Hook,
            Backend = FirewallBackend.IptablesLegacy,
            Family = name.Family,
            Table = name.Table,
            Chain = name.Chain,
            Number = isPolicy ? null : entry.Number,
            Rule = isPolicy ? $"policy {(action == RuleAction.Drop ? "drop" : "accept")}" : rule?.Text,
            Comment = rule?.Comment,
            Packets = isPolicy ? chain.Packets : rule?.Packets,
            Owner = chain.OwnerOf(rule),
            Detail = "",
        };
    }

    private static HopAction ActionOf(RuleAction? action) => action switch
    {
        RuleAction.Drop => HopAction.Drop,
        RuleAction.Reject => HopAction.Reject,
        RuleAction.Accept => HopAction.Accept,
        RuleAction.Dnat => HopAction.Dnat,
        RuleAction.Snat => HopAction.Snat,
        RuleAction.Masquerade => HopAction.Masquerade,
        RuleAction.Redirect => HopAction.Redirect,
        RuleAction.Jump => HopAction.Jump,
        RuleAction.Goto => HopAction.Goto,
        RuleAction.Return => HopAction.Return,
        null or RuleAction.Unknown => HopAction.Unknown,
        _ => HopAction.Continue,
    };
}
