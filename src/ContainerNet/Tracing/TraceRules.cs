using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>Makes the rules that mark a flow's packets.</summary>
internal static class TraceRules
{
    private const byte Tcp = 6, Udp = 17, Sctp = 132;
    private const byte Syn = 0x02, Rst = 0x04, Ack = 0x10;
    private const byte IPv4 = 2, IPv6 = 10;
    private const int OpenedFamily = 7, OpenedTransport = 10, OpenedSourcePort = 11, OpenedDestinationPort = 12;
    private const int OpenedSource4 = 19, OpenedDestination4 = 20, OpenedSource6 = 21, OpenedDestination6 = 22;

    /// <summary>The rules of a flow. The limit counts for each of them by itself.</summary>
    /// <exception cref="ArgumentException">Two families in one flow, or a number that no packet can have.</exception>
    public static IReadOnlyList<TraceRule> Of(TraceFlow flow)
    {
        byte? family = FamilyOf(flow);
        RequireNumbers(flow);
        List<TraceRule> rules = [];
        foreach (Transport transport in TransportsOf(flow))
        {
            byte[] sent = Sent(flow, family, transport);
            rules.Add(new TraceRule(TraceChains.Prerouting, sent));
            rules.Add(new TraceRule(TraceChains.Output, sent));
            foreach (byte[] answer in flow.Replies ? Answers(flow, family, transport) : [])
            {
                rules.Add(new TraceRule(TraceChains.PreroutingTracked, answer));
                rules.Add(new TraceRule(TraceChains.OutputTracked, answer));
            }
        }

        return rules;
    }

    /// <summary>
    /// The transports to tell apart. Only these three have ports where a rule looks for them; and a rule on TCP's flags
    /// must leave all other transports alone.
    /// </summary>
    private static Transport[] TransportsOf(TraceFlow flow) => flow.Protocol switch
    {
        Protocol.Tcp => [new(Tcp)],
        Protocol.Udp => [new(Udp)],
        Protocol.Sctp => [new(Sctp)],
        _ when flow.SourcePort is not null || flow.DestinationPort is not null => [new(Tcp), new(Udp), new(Sctp)],
        _ when flow.OpeningOnly => [new(Tcp), new(Tcp, IsOther: true)],
        _ => [new(null)],
    };

    private static byte[] Sent(TraceFlow flow, byte? family, Transport transport)
    {
        RuleExpressions rule = new();
        if (family is { } number)
        {
            rule.Family(number);
            MatchAddress(rule, flow.Source, number == IPv4 ? 12 : 8);
            MatchAddress(rule, flow.Destination, number == IPv4 ? 16 : 24);
        }

        if (transport.Number is { } carried)
        {
            rule.Transport(carried, transport.IsOther);
        }

        if (flow.SourcePort is { } source)
        {
            rule.Port(0, source);
        }

        if (flow.DestinationPort is { } destination)
        {
            rule.Port(2, destination);
        }

        if (flow.OpeningOnly && transport.IsTcp)
        {
            rule.TcpFlags(Syn | Ack, Syn);
        }

        return Marked(rule, flow);
    }

    /// <summary>Rules for the answers; connection tracking knows what the question looked like before any
    /// translation.</summary>
    private static IEnumerable<byte[]> Answers(TraceFlow flow, byte? family, Transport transport)
    {
        if (!flow.OpeningOnly || !transport.IsTcp)
        {
            yield return Marked(Answer(flow, family, transport), flow);
            yield break;
        }

        // What answers a SYN: a SYN with ACK, a reset, or an error of ICMP, which belongs to the same connection.
        yield return Marked(Answer(flow, family, transport).Transport(Tcp, isOther: false).AnyTcpFlag(Syn | Rst), flow);
        yield return Marked(Answer(flow, family, transport).Transport(Tcp, isOther: true), flow);
    }

    private static RuleExpressions Answer(TraceFlow flow, byte? family, Transport transport)
    {
        RuleExpressions rule = new RuleExpressions().IsReply();
        if (family is { } number)
        {
            rule.Opened(OpenedFamily, [number]);
            MatchOpened(rule, flow.Source, number == IPv4 ? OpenedSource4 : OpenedSource6);
            MatchOpened(rule, flow.Destination, number == IPv4 ? OpenedDestination4 : OpenedDestination6);
        }

        if (transport.Number is { } carried)
        {
            rule.Opened(OpenedTransport, [carried], isOther: transport.IsOther);
        }

        if (flow.SourcePort is { } source)
        {
            rule.Opened(OpenedSourcePort, RuleExpressions.BigEndian(source));
        }

        if (flow.DestinationPort is { } destination)
        {
            rule.Opened(OpenedDestinationPort, RuleExpressions.BigEndian(destination));
        }

        return rule;
    }

    private static byte[] Marked(RuleExpressions rule, TraceFlow flow) =>
        (flow.PerSecond is { } most ? rule.Limit(most) : rule).Trace().Bytes;

    private static void MatchAddress(RuleExpressions rule, IPNetwork? network, int offset)
    {
        if (network is { PrefixLength: > 0 } n)
        {
            rule.Address(offset, n.BaseAddress.GetAddressBytes(), MaskOf(n));
        }
    }

    private static void MatchOpened(RuleExpressions rule, IPNetwork? network, int key)
    {
        if (network is { PrefixLength: > 0 } n)
        {
            rule.Opened(key, n.BaseAddress.GetAddressBytes(), MaskOf(n));
        }
    }

    /// <summary>The mask of a prefix; null when it covers the whole address.</summary>
    private static byte[]? MaskOf(IPNetwork network)
    {
        byte[] mask = new byte[network.BaseAddress.GetAddressBytes().Length];
        if (network.PrefixLength == mask.Length * 8)
        {
            return null;
        }

        for (int bit = 0; bit < network.PrefixLength; bit++)
        {
            mask[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return mask;
    }

    private static byte? FamilyOf(TraceFlow flow)
    {
        byte? family = flow.Family switch
        {
            AddressFamily.IPv4 => IPv4,
            AddressFamily.IPv6 => IPv6,
            _ => null,
        };
        foreach (IPNetwork network in new[] { flow.Source, flow.Destination }.OfType<IPNetwork>())
        {
            byte own = network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? IPv4 : IPv6;
            family = family is null || family == own
                ? own
                : throw new ArgumentException("The addresses of a flow are of one family.", nameof(flow));
        }

        return family;
    }

    private static void RequireNumbers(TraceFlow flow)
    {
        foreach (int port in new[] { flow.SourcePort, flow.DestinationPort }.OfType<int>())
        {
            ArgumentOutOfRangeException.ThrowIfNegative(port, nameof(flow));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue, nameof(flow));
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(flow.PerSecond ?? 1, nameof(flow));
    }

    /// <summary>A transport, or any other than it; no number for all of them.</summary>
    private sealed record Transport(byte? Number, bool IsOther = false)
    {
        public bool IsTcp => Number == Tcp && !IsOther;
    }
}
