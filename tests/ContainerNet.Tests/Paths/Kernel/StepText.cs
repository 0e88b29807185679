using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Paths.Kernel;

/// <summary>Steps of both kinds of path in the same words.</summary>
internal static class StepText
{
    /// <summary>The steps of a prediction, with its end. Tables of iptables-legacy tell only of what drops; what they translated is seen
    /// behind them.</summary>
    public static List<string> Of(IEnumerable<RuleStep> steps, in HookResult result, PacketTuple before, Packet end)
    {
        List<string> lines = [];
        foreach (RuleStep step in steps)
        {
            bool isLegacy = step.Chain?.Table.Backend == FirewallBackend.IptablesLegacy;
            string tuple = Tuple(step.Tuple, end.IsIPv6);
            if (step.Chain is null || isLegacy)
            {
                // A trace does not tell the number of an echo, which may be all that changes.
                if (tuple != Tuple(before, end.IsIPv6))
                {
                    lines.Add($"{Name(step.Hook)} translate {tuple}");
                }
            }
            else
            {
                lines.Add($"{Name(step.Hook)} {Place(step.Chain, step.Rule)} {step.Action} {tuple}");
            }

            before = step.Tuple;
        }

        bool legacy = result.Chain?.Table.Backend == FirewallBackend.IptablesLegacy;
        lines.Add(result.Verdict switch
        {
            HookVerdict.Accept => $"end accept {Tuple(Translator.TupleOf(end), end.IsIPv6)}",
            HookVerdict.Drop or HookVerdict.Reject when legacy => $"end legacy {Place(result.Chain!, result.Rule)}",
            HookVerdict.Drop or HookVerdict.Reject => "end drop",
            _ => "end " + result.Verdict,
        });
        return lines;
    }

    /// <summary>The hops of a trail in netfilter, with its end.</summary>
    public static List<string> Of(IEnumerable<Hop> hops, Hop? legacy)
    {
        List<string> lines = [];
        Hop? last = null;
        foreach (Hop hop in hops)
        {
            last = hop;
            if (hop.Layer == HopLayer.Conntrack || hop.Backend == FirewallBackend.IptablesLegacy)
            {
                lines.Add($"{hop.Hook} translate {Header(hop.Packet)}");
            }
            else if (hop.Layer == HopLayer.Netfilter)
            {
                lines.Add($"{hop.Hook} {hop.Family} {hop.Table} {hop.Chain} {(hop.Handle is null ? "policy" : $"#{hop.Number}")} {hop.Action}"
                    + $" {Header(hop.Packet)}");
            }
        }

        bool dropped = last is { Layer: HopLayer.Netfilter, Action: HopAction.Drop or HopAction.Reject };
        lines.Add(legacy is not null ? $"end legacy {legacy.Family} {legacy.Table} {legacy.Chain} {(legacy.Number is null ? "policy" : $"#{legacy.Number}")}"
            : dropped ? "end drop"
            : last is { Action: HopAction.Leave or HopAction.Deliver } ? $"end accept {Header(last.Packet)}"
            : "end vanished");
        return lines;
    }

    private static string Place(FirewallChain chain, FirewallRule? rule) =>
        $"{chain.Table.Family} {chain.Table.Name} {chain.Name} {(rule is null ? "policy" : $"#{rule.Number}")}";

    private static string Name(PacketHook hook) => hook.ToString().ToLowerInvariant();

    private static string Tuple(in PacketTuple tuple, bool isIPv6)
    {
        bool ports = tuple.Protocol is Packet.Tcp or Packet.Udp;
        return $"{End(tuple.Source, ports ? tuple.SourcePort : 0, isIPv6)} > {End(tuple.Destination, ports ? tuple.DestinationPort : 0, isIPv6)}";
    }

    private static string Header(PacketHeader? header) => header is null ? "?"
        : $"{header.Source}:{header.SourcePort} > {header.Destination}:{header.DestinationPort}";

    private static string End(WideNumber address, int port, bool isIPv6) => $"{AddressNumber.ToAddress(address, isIPv6)}:{port}";

    /// <summary>Are they the same steps? A port that is drawn by chance was predicted as 0. A packet that is translated and then dropped
    /// by a legacy table of the same hook is seen by nobody with its new addresses: the trace ends without a word.</summary>
    public static bool AreSame(List<string> predicted, List<string> observed)
    {
        if (observed.Count > 0 && predicted.Count > 0 && observed[^1] == "end vanished" && predicted[^1].StartsWith("end legacy", StringComparison.Ordinal) && predicted.Count > 1)
        {
            string last = predicted[^2];
            return last.Contains(" translate ", StringComparison.Ordinal) ? AreSame([.. predicted[..^2], "end vanished"], observed)
                : observed.Count == predicted.Count && WithoutAddresses(last) == WithoutAddresses(observed[^2])
                    && AreSame(predicted[..^2], observed[..^2]);
        }

        if (predicted.Count != observed.Count)
        {
            return false;
        }

        for (int index = 0; index < predicted.Count; index++)
        {
            int drawn = predicted[index].IndexOf(":0 > ", StringComparison.Ordinal);
            if (predicted[index] != observed[index] && (drawn < 0 || predicted[index] != WithoutPort(observed[index], drawn)))
            {
                return false;
            }
        }

        return true;
    }

    // "output ip t1 nat_output #1 Dnat ADDRESS:PORT > ADDRESS:PORT"
    private static string WithoutAddresses(string line) => line[..line[..line.IndexOf(" > ", StringComparison.Ordinal)].LastIndexOf(' ')];

    private static string WithoutPort(string line, int at)
    {
        int end = line.IndexOf(" > ", StringComparison.Ordinal);
        return at < end ? string.Concat(line.AsSpan(0, at), ":0", line.AsSpan(end)) : line;
    }
}
