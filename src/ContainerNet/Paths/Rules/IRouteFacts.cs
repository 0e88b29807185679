using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>What rules ask of the routing of their namespace.</summary>
public interface IRouteFacts
{
    /// <summary>unicast, local, broadcast, anycast, multicast, blackhole, unreachable, prohibit (RTN_*): the type of the route to
    /// an address (fib daddr type, -m addrtype); null when the routes were not read.</summary>
    /// <param name="address">The address.</param>
    /// <param name="isIPv6">Its family.</param>
    /// <param name="device">Only routes by this interface count (--limit-iface-in, fib ... iif); null for all.</param>
    string? TypeOf(WideNumber address, bool isIPv6, string? device);

    /// <summary>Does the way back to the packet's source leave by the interface that it came in by (fib saddr . iif oif, -m rpfilter)?
    /// Null when the routes were not read.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="loose">Any interface will do.</param>
    /// <param name="withMark">Routing rules see the packet's mark.</param>
    bool? HasWayBack(Packet packet, bool loose, bool withMark);

    /// <summary>The address of an interface that a packet to that destination would be sent from (masquerade), or that stands for
    /// this host there (redirect); null when it has none.</summary>
    WideNumber? AddressOf(string device, bool isIPv6, WideNumber destination);
}
