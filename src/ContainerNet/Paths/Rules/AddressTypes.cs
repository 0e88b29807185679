using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Whether an address is of a type that a rule asks for (addrtype, fib).</summary>
internal static class AddressTypes
{
    private const uint Unspecified = 1, Unicast = 2, Local = 4, Anycast = 16, Multicast = 32, Unreachable = 128, Closed = 0x140;

    /// <summary>Has a packet's address one of the types? Null when the routes were not read.</summary>
    public static bool? Have(in Condition condition, Packet packet, IRouteFacts routes)
    {
        WideNumber address = (RuleField)condition.Field == RuleField.SourceType ? packet.Source : packet.Destination;
        if (condition.Kind == ConditionKind.AddressTypes6)
        {
            return HaveWithIp6tables(condition, address, packet, routes);
        }

        return TypeOf(condition, address, packet, routes) is uint type ? (condition.A & type) != 0 : null;
    }

    /// <summary>ip6tables asks the address itself for unicast and multicast, all of which must hold, and then the routes for the
    /// others, any of which will do (net/netfilter/xt_addrtype.c, match_type6).</summary>
    private static bool? HaveWithIp6tables(in Condition condition, WideNumber address, Packet packet, IRouteFacts routes)
    {
        bool isMulticast = address >> 120 == 0xff;
        if (((condition.A & Multicast) != 0 && !isMulticast) || ((condition.A & Unicast) != 0 && (isMulticast || address == 0))
            || ((condition.A & Unspecified) != 0 && address != 0))
        {
            return false;
        }

        if ((condition.A & (Local | Anycast | Unreachable)) == 0)
        {
            return true;
        }

        return TypeOf(condition, address, packet, routes) is uint type
            ? (condition.A & ((type & Closed) != 0 ? Unreachable : type)) != 0 : null;
    }

    /// <summary>The type of an address as a bit; null when the routes were not read.</summary>
    private static uint? TypeOf(in Condition condition, WideNumber address, Packet packet, IRouteFacts routes)
    {
        string? device = condition.B switch { 1 => packet.Input, 2 => packet.Output, _ => null };
        return routes.TypeOf(address, packet.IsIPv6, device) is string type
            && FieldNames.Of(RuleField.SourceType, isIPv6: false)!.TryGetValue(type, out uint number)
            ? 1u << (int)number : null;
    }
}
