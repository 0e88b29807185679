using System.Buffers.Binary;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Netfilter;
using ContainerNet.Sources.Netlink;

namespace ContainerNet.Sources.Namespaces;

/// <summary>Base chains out of NFT_MSG_NEWCHAIN messages (include/uapi/linux/netfilter/nf_tables.h, struct nfgenmsg), without
/// their rules. The kernel tells with each chain how many rules it has.</summary>
internal static class ChainDecoder
{
    private const byte NewChain = 3, GetChain = 4;
    private const int HeaderLength = 4;
    private const int Table = 1, Handle = 2, Name = 3, HookAttribute = 4, PolicyAttribute = 5, Use = 6, Type = 7;
    private const byte Inet = 1, IPv4 = 2, Arp = 3, Netdev = 5, Bridge = 7, IPv6 = 10;

    private static readonly string[]
        s_hooks = ["prerouting", "input", "forward", "output", "postrouting", "ingress"],
        s_arpHooks = ["input", "output", "forward"],
        s_deviceHooks = ["ingress", "egress"];

    /// <summary>Asks for the chains of all families.</summary>
    public static NetlinkQuestion Question { get; } = new(
        NetlinkProtocol.Netfilter,
        (NetfilterMessage.TablesSubsystem << 8) | GetChain,
        NetfilterMessage.Header(family: 0, resource: 0));

    /// <summary>Reads one message; null when it is another kind, or a chain that no hook calls.</summary>
    /// <exception cref="FormatException">It is cut off.</exception>
    public static FirewallChain? Decode(NetlinkMessage message)
    {
        if (message.Type != ((NetfilterMessage.TablesSubsystem << 8) | NewChain))
        {
            return null;
        }

        byte family = NetlinkValue.Header(message.Payload, HeaderLength)[0];
        string? table = null, name = null, type = null;
        long? handle = null;
        (uint Hook, int Priority)? place = null;
        uint policy = 1, rules = 0;
        NetlinkAttributes attributes = new(message.Payload.AsSpan(HeaderLength));
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case Table:
                    table = NetlinkValue.Text(attributes.Value);
                    break;
                case Handle when attributes.Value.Length >= sizeof(long):
                    handle = BinaryPrimitives.ReadInt64BigEndian(attributes.Value);
                    break;
                case Name:
                    name = NetlinkValue.Text(attributes.Value);
                    break;
                case HookAttribute:
                    place = PlaceOf(attributes.Value);
                    break;
                case PolicyAttribute:
                    policy = Number(attributes);
                    break;
                case Use:
                    rules = Number(attributes);
                    break;
                case Type:
                    type = NetlinkValue.Text(attributes.Value);
                    break;
                default:
                    break;
            }
        }

        if (place is not (uint hook, int priority))
        {
            return null;
        }

        return Chain(new FirewallTable(FirewallBackend.Nftables, FamilyOf(family), table ?? throw Cut()), new FirewallChain
        {
            Table = default,
            Name = name ?? throw Cut(),
            Hook = HookOf(family, hook),
            Priority = priority,
            Type = type,
            Policy = policy switch { 0 => RuleAction.Drop, 1 => RuleAction.Accept, _ => RuleAction.Unknown },
            Handle = handle,
            RulesUnread = rules > 0 ? true : null,
        });
    }

    private static FirewallChain Chain(FirewallTable table, FirewallChain chain) => NftReader.IsIptables(table)
        ? chain with { Table = table with { Backend = FirewallBackend.IptablesNft }, Owner = RuleOwner.Kernel }
        : chain with { Table = table, Owner = RuleOwnership.OfTable(table) };

    /// <summary>NFTA_HOOK_HOOKNUM and NFTA_HOOK_PRIORITY.</summary>
    private static (uint Hook, int Priority) PlaceOf(ReadOnlySpan<byte> value)
    {
        uint hook = uint.MaxValue, priority = 0;
        NetlinkAttributes attributes = new(value);
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case 1:
                    hook = Number(attributes);
                    break;
                case 2:
                    priority = Number(attributes);
                    break;
                default:
                    break;
            }
        }

        return (hook, (int)priority);
    }

    private static string HookOf(byte family, uint hook)
    {
        string[] names = family switch { Arp => s_arpHooks, Netdev => s_deviceHooks, _ => s_hooks };
        return hook < names.Length ? names[hook] : throw new FormatException("a hook that is not known");
    }

    private static string FamilyOf(byte family) => family switch
    {
        Inet => "inet",
        IPv4 => "ip",
        Arp => "arp",
        Netdev => "netdev",
        Bridge => "bridge",
        IPv6 => "ip6",
        _ => throw new FormatException("a family that is not known"),
    };

    private static uint Number(NetlinkAttributes attribute) => attribute.Value.Length >= sizeof(uint)
        ? BinaryPrimitives.ReadUInt32BigEndian(attribute.Value)
        : throw new FormatException("a number is cut off");

    private static FormatException Cut() => new("a chain without a name");
}
