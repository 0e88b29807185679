using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netlink;

/// <summary>Routing rules out of RTM_NEWRULE messages (include/uapi/linux/fib_rules.h, struct fib_rule_hdr).</summary>
internal static class RoutingRuleDecoder
{
    /// <summary>RTM_NEWRULE.</summary>
    public const ushort MessageType = 32;

    private const int HeaderLength = 12;
    private const uint Inverted = 0x2;
    private const int Destination = 1, Source = 2, Input = 3, Goto = 4, Priority = 6, Mark = 10, SuppressPrefix = 14,
        Table = 15, MarkMask = 16, Output = 17, IpProtocol = 22, SourcePorts = 23, DestinationPorts = 24;

    /// <summary>Reads one message; null when it is another kind or family (rules of multicast routing come in the same
    /// answer).</summary>
    /// <exception cref="FormatException">It is cut off.</exception>
    public static RoutingRule? Decode(NetlinkMessage message)
    {
        if (message.Type != MessageType)
        {
            return null;
        }

        ReadOnlySpan<byte> header = NetlinkValue.Header(message.Payload, HeaderLength);
        if (header[0] is not (NetlinkValue.IPv4 or NetlinkValue.IPv6))
        {
            return null;
        }

        (string? action, string? odd) = ActionOf(header[7]);
        RoutingRule rule = new()
        {
            Priority = 0,
            Family = header[0] == NetlinkValue.IPv4 ? AddressFamily.IPv4 : AddressFamily.IPv6,
            Table = header[4],
            Inverted = (BitConverter.ToUInt32(header[8..]) & Inverted) != 0,
            Action = action,
            NotUnderstood = header[3] == 0 ? odd : Join(odd, $"tos 0x{header[3]:x2}"),
        };
        bool hasMask = false;
        NetlinkAttributes attributes = new(message.Payload.AsSpan(HeaderLength));
        while (attributes.Next())
        {
            rule = Apply(rule, header, attributes, ref hasMask);
        }

        // A mark without a mask is compared whole (net/core/fib_rules.c, fib_nl2rule).
        rule = rule.Mark != 0 && !hasMask ? rule with { MarkMask = uint.MaxValue } : rule;
        return rule.Action == "lookup" ? rule : rule with { Table = 0 };
    }

    private static RoutingRule Apply(
        RoutingRule rule, ReadOnlySpan<byte> header, NetlinkAttributes attribute, ref bool hasMask)
    {
        switch (attribute.Type)
        {
            case Destination:
                return rule with { Destination = NetlinkValue.Network(attribute.Value, header[1], header[0]) };
            case Source:
                return rule with { Source = NetlinkValue.Network(attribute.Value, header[2], header[0]) };
            case Input:
                return rule with { InputInterface = NetlinkValue.Text(attribute.Value) };
            case Output:
                return rule with { OutputInterface = NetlinkValue.Text(attribute.Value) };
            case Goto:
                return rule with { Target = attribute.Number };
            case Priority:
                return rule with { Priority = attribute.Number };
            case Mark:
                return rule with { Mark = (uint)attribute.Number };
            case MarkMask:
                hasMask = true;
                return rule with { MarkMask = (uint)attribute.Number };
            case SuppressPrefix:
                return rule with { SuppressPrefixLength = attribute.Number < 0 ? null : attribute.Number };
            case Table:
                return rule with { Table = attribute.Number };
            case IpProtocol:
                return rule with { IpProtocol = attribute.Byte };
            case SourcePorts:
                return rule with { SourcePorts = PortsOf(attribute.Value) };
            case DestinationPorts:
                return rule with { DestinationPorts = PortsOf(attribute.Value) };
            default:
                return Further(attribute) is string text
                    ? rule with { NotUnderstood = Join(rule.NotUnderstood, text) }
                    : rule;
        }
    }

    /// <summary>What narrows a rule in a way that nobody follows, in the words of ip-rule(8); null for what does not
    /// narrow it: padding, realms, and who made the rule.</summary>
    private static string? Further(NetlinkAttributes attribute)
    {
        const int Realms = 11, Tunnel = 12, SuppressGroup = 13, Padding = 18, MasterDevice = 19, Users = 20, Maker = 21;
        return attribute.Type switch
        {
            Realms or Padding or Maker => null,
            Tunnel => "tun_id",
            SuppressGroup => attribute.Number == -1 ? null : Text($"suppress_ifgroup {attribute.Number}"),
            MasterDevice => "l3mdev",
            Users when attribute.Value.Length >= 8 => Text(
                $"uidrange {(uint)attribute.Number}-{BitConverter.ToUInt32(attribute.Value[4..])}"),
            25 when attribute.Value.Length >= 1 => Text($"dscp 0x{attribute.Value[0]:x2}"),
            26 or 27 => "flowlabel",

            // Linux 6.15 and later tell it with every rule of one port: then all bits count.
            28 or 29 => attribute.Value is [0xff, 0xff] ? null : "a mask of ports",
            30 => "a mask of dscp",
            _ => Text($"condition {attribute.Type}"),
        };
    }

    /// <summary>struct fib_rule_port_range: both ends, in the byte order of the machine.</summary>
    private static string PortsOf(ReadOnlySpan<byte> value)
    {
        if (value.Length < 4)
        {
            throw new FormatException("a range of ports is cut off");
        }

        ushort first = BitConverter.ToUInt16(value), last = BitConverter.ToUInt16(value[2..]);
        return first == last ? Text($"{first}") : Text($"{first}-{last}");
    }

    private static (string Action, string? NotUnderstood) ActionOf(byte action) => action switch
    {
        1 => ("lookup", null),
        2 => ("goto", null),
        3 => ("nop", null),
        6 => ("blackhole", null),
        7 => ("unreachable", null),
        8 => ("prohibit", null),
        _ => (Text($"action {action}"), Text($"action {action}")),
    };

    private static string Join(string? before, string text) => before is null ? text : $"{before}, {text}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
