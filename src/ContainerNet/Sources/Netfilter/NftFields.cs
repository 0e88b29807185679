using System.Text.Json;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Finds the model's field for the left side of a match. A header field implies its protocol
/// ("tcp dport 80" is also "protocol tcp"), which the model says in so many words.</summary>
internal sealed class NftFields
{
    private readonly string _family;
    private readonly List<RuleMatch> _matches;

    /// <summary>For a rule of a table of this family; what a field implies is added to <paramref name="matches"/>.</summary>
    public NftFields(string family, List<RuleMatch> matches)
    {
        _family = family;
        _matches = matches;
    }

    /// <summary>The fields of a key, more than one for a concatenation; null when one of them has no counterpart in the model.</summary>
    public IReadOnlyList<NftField>? Of(JsonElement left)
    {
        if (Json.Member(left, "concat") is not { ValueKind: JsonValueKind.Array } parts)
        {
            return One(left) is NftField single ? [single] : null;
        }

        NftField[] fields = new NftField[parts.GetArrayLength()];
        for (int at = 0; at < fields.Length; at++)
        {
            if (One(parts[at]) is not { Device: null } field)
            {
                return null;
            }

            fields[at] = field;
        }

        return fields.Length > 0 ? fields : null;
    }

    /// <summary>The field, after adding what it implies; null when the model has none.</summary>
    public NftField? One(JsonElement left)
    {
        if (Json.Single(left, out string kind) is not JsonElement body)
        {
            return null;
        }

        return kind switch
        {
            "payload" => Payload(Json.Text(body, "protocol") ?? "", Json.Text(body, "field") ?? ""),
            "meta" => Meta(Json.Text(body, "key") ?? ""),
            "ct" => Ct(Json.Text(body, "key") ?? "", Json.Text(body, "dir")),
            "fib" when Json.Text(body, "result") == "type" => AddressType(body),
            _ => null,
        };
    }

    private static NftField? Meta(string key) => key switch
    {
        "iif" or "iifname" => new NftField(RuleField.InputInterface),
        "oif" or "oifname" => new NftField(RuleField.OutputInterface),
        "l4proto" => new NftField(RuleField.Protocol),
        "nfproto" or "protocol" => new NftField(RuleField.Family, NftValueKind.Family),
        "mark" => new NftField(RuleField.Mark, NftValueKind.Mark),
        "pkttype" => new NftField(RuleField.PacketType, NftValueKind.PacketType),
        "length" => new NftField(RuleField.Length),
        "skuid" => new NftField(RuleField.SocketOwner, NftValueKind.User),
        "skgid" => new NftField(RuleField.SocketOwner, NftValueKind.Group),
        _ => null,
    };

    private NftField? Ct(string key, string? direction)
    {
        if (direction is null)
        {
            return key switch
            {
                "state" => new NftField(RuleField.ConntrackState),
                "status" => new NftField(RuleField.ConntrackStatus),
                "mark" => new NftField(RuleField.ConntrackMark, NftValueKind.Mark),
                "direction" => new NftField(RuleField.ConntrackDirection),
                "protocol" => new NftField(RuleField.OriginalProtocol),
                _ => null,
            };
        }

        if (direction != "original")
        {
            return null;
        }

        // nft 1.0.6 and later say "ip saddr" where the direction alone does not tell the family.
        if (key.StartsWith("ip ", StringComparison.Ordinal) || key.StartsWith("ip6 ", StringComparison.Ordinal))
        {
            ImplyFamily(key[..key.IndexOf(' ', StringComparison.Ordinal)]);
        }

        return key switch
        {
            "ip saddr" or "ip6 saddr" or "saddr" => new NftField(RuleField.OriginalSource),
            "ip daddr" or "ip6 daddr" or "daddr" => new NftField(RuleField.OriginalDestination),
            "proto-src" => new NftField(RuleField.OriginalSourcePort),
            "proto-dst" => new NftField(RuleField.OriginalDestinationPort),
            "protocol" => new NftField(RuleField.OriginalProtocol),
            _ => null,
        };
    }

    private static NftField? AddressType(JsonElement fib) =>
        Json.Member(fib, "flags") is not JsonElement flags ? null
        : string.Join(',', NftText.All(flags, NftStyle.Plain)) switch
        {
            "saddr" => new NftField(RuleField.SourceType),
            "daddr" => new NftField(RuleField.DestinationType),
            "saddr,iif" => new NftField(RuleField.SourceType, Device: "iif"),
            "daddr,iif" => new NftField(RuleField.DestinationType, Device: "iif"),
            "saddr,oif" => new NftField(RuleField.SourceType, Device: "oif"),
            "daddr,oif" => new NftField(RuleField.DestinationType, Device: "oif"),
            _ => null,
        };

    private NftField? Payload(string protocol, string field)
    {
        switch (protocol)
        {
            case "ip" or "ip6":
                ImplyFamily(protocol);
                return field switch
                {
                    "saddr" => new NftField(RuleField.SourceAddress),
                    "daddr" => new NftField(RuleField.DestinationAddress),
                    "protocol" or "nexthdr" => new NftField(RuleField.Protocol),
                    "ttl" or "hoplimit" => new NftField(RuleField.HopLimit),
                    "dscp" => new NftField(RuleField.Dscp, NftValueKind.Dscp),
                    "length" when protocol == "ip" => new NftField(RuleField.Length),
                    _ => null,
                };
            case "ether":
                return field switch
                {
                    "type" => new NftField(RuleField.Family, NftValueKind.Family),
                    "saddr" => new NftField(RuleField.SourceHardware),
                    _ => null,
                };
            case "icmp":
                ImplyProtocol("icmp");
                return Icmp(field, NftValueKind.IcmpType, NftValueKind.IcmpCode);
            case "icmpv6":
                ImplyProtocol("ipv6-icmp");
                return Icmp(field, NftValueKind.IcmpV6Type, NftValueKind.IcmpV6Code);
            case "tcp" or "udp" or "udplite" or "sctp" or "dccp" or "th":
                ImplyProtocol(protocol);
                return field switch
                {
                    "sport" => new NftField(RuleField.SourcePort),
                    "dport" => new NftField(RuleField.DestinationPort),
                    "flags" when protocol == "tcp" => new NftField(RuleField.TcpFlags, NftValueKind.TcpFlags),
                    _ => null,
                };
            default:
                return null;
        }
    }

    private static NftField? Icmp(string field, NftValueKind type, NftValueKind code) => field switch
    {
        "type" => new NftField(RuleField.IcmpType, type),
        "code" => new NftField(RuleField.IcmpCode, code),
        _ => null,
    };

    private void ImplyFamily(string protocol)
    {
        string family = protocol == "ip" ? "ipv4" : "ipv6";
        if (_family is not ("ip" or "ip6") && !Has(RuleField.Family, family))
        {
            _matches.Add(new RuleMatch { Field = RuleField.Family, Values = [family] });
        }
    }

    private void ImplyProtocol(string protocol)
    {
        if (protocol != "th" && !Has(RuleField.Protocol, protocol))
        {
            _matches.Add(new RuleMatch { Field = RuleField.Protocol, Values = [protocol] });
        }
    }

    private bool Has(RuleField field, string value)
    {
        foreach (RuleMatch match in _matches)
        {
            if (match.Field == field && !match.Negated && match.Values.Count == 1 && match.Value == value)
            {
                return true;
            }
        }

        return false;
    }
}
