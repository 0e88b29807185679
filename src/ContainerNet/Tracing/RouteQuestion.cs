using System.ComponentModel;
using System.Net;
using ContainerNet.Model;
using ContainerNet.Hosting;
using ContainerNet.Paths;
using ContainerNet.Sources.Netlink;

namespace ContainerNet.Tracing;

/// <summary>
/// Asks the kernel why it did not route a packet: for the same route, with the packet's source and the interface that it
/// came in by (RTM_GETROUTE, net/ipv4/route.c, inet_rtm_getroute). It answers as it would have decided, and sends nothing.
/// </summary>
internal static class RouteQuestion
{
    private const ushort NewRoute = 24, GetRoute = 26, GetConfiguration = 82;
    private const ushort Destination = 1, Source = 2, InputInterface = 3, OutputInterface = 4;
    private const int Prohibited = 13, InvalidArgument = 22, NetworkUnreachable = 101, HostUnreachable = 113;
    private const int All = -1;

    /// <summary>Asks in the namespace of the calling thread.</summary>
    /// <param name="packet">The packet as the routing decision met it.</param>
    /// <param name="input">Index of the interface that it came in by.</param>
    /// <param name="links">The interfaces of that namespace.</param>
    public static (HopReason? Reason, string Detail) WhyNot(in TraceHeader packet, int input, PlaceLinks links)
    {
        IPAddress source = AddressNumber.ToAddress(packet.Source, packet.IsIPv6);
        IPAddress destination = AddressNumber.ToAddress(packet.Destination, packet.IsIPv6);
        int error = ErrorOf(Request(destination, source, input));
        if (error == 0)
        {
            return (null, "the kernel has a route for it now; something else than routing stopped it");
        }

        Switches switches = Switches.Read(packet.IsIPv6, input);
        return error switch
        {
            InvalidArgument when IPAddress.IsLoopback(destination) => (HopReason.LoopbackClosed,
                $"{destination} is this host's own and not for others (net.ipv4.conf.{links[input]}.route_localnet = 0)"),
            InvalidArgument => BackIsElsewhere(source, input, switches, links)
                ?? (HopReason.Martian, $"the kernel takes {source} to {destination} on {links[input]} for impossible, "
                    + "or has a blackhole route for it"),
            HostUnreachable when switches.Host == false =>
                (HopReason.ForwardingOff, $"forwarding is off ({(packet.IsIPv6 ? "net.ipv6.conf.all.forwarding" : "net.ipv4.ip_forward")} = 0)"),
            HostUnreachable when switches.Interface == false => (HopReason.ForwardingOffOnInterface,
                $"forwarding is off on {links[input]} (net.{(packet.IsIPv6 ? "ipv6" : "ipv4")}.conf.{links[input]}.forwarding = 0)"),
            NetworkUnreachable => (HopReason.NoRoute, $"there is no route to {destination}"),
            HostUnreachable or Prohibited => (HopReason.ClosedRoute, $"a route of type unreachable or prohibit leads to {destination}"),
            _ => (null, $"the kernel does not route it: {new Win32Exception(error).Message}"),
        };
    }

    private static (HopReason? Reason, string Detail)? BackIsElsewhere(
        IPAddress source, int input, Switches switches, PlaceLinks links)
    {
        if (switches.ReversePathFilter is not > 0)
        {
            return null;
        }

        int back = OutputTo(source);
        string mode = switches.ReversePathFilter == 1 ? "strict" : "loose";
        return back == input && back != 0 ? null : (HopReason.ReversePathFilter,
            $"reverse path filter of {links[input]} ({mode}): "
            + (back == 0 ? $"there is no route back to {source}" : $"the way back to {source} is {links[back]}"));
    }

    /// <summary>Where a packet to an address would leave; 0 for nowhere.</summary>
    private static int OutputTo(IPAddress address)
    {
        try
        {
            foreach (NetlinkMessage message in RouteSocket.Ask(GetRoute, Request(address, null, 0)).Where(m => m.Type == NewRoute))
            {
                NetlinkAttributes attributes = new(message.Payload.AsSpan(Math.Min(12, message.Payload.Length)));
                while (attributes.Next())
                {
                    if (attributes.Type == OutputInterface)
                    {
                        return attributes.Number;
                    }
                }
            }
        }
        catch (ContainerNetException)
        {
            // Nowhere.
        }

        return 0;
    }

    private static byte[] Request(IPAddress destination, IPAddress? source, int input)
    {
        byte[] to = destination.GetAddressBytes();
        NetlinkWriter request = new NetlinkWriter()
            .Raw(to.Length == 4 ? NetlinkValue.IPv4 : NetlinkValue.IPv6, (byte)(to.Length * 8), source is null ? (byte)0 : (byte)(to.Length * 8), 0)
            .Raw(0)
            .Raw(0)
            .Attribute(Destination, to);
        _ = source is null ? request : request.Attribute(Source, source.GetAddressBytes());
        _ = input == 0 ? request : request.Attribute(InputInterface, input);
        return request.Payload.ToArray();
    }

    private static int ErrorOf(byte[] request)
    {
        try
        {
            RouteSocket.Ask(GetRoute, request);
            return 0;
        }
        catch (ContainerNetException refused) when (refused.InnerException is Win32Exception error)
        {
            return error.NativeErrorCode;
        }
    }

    /// <summary>The switches of the namespace and of one interface that routing asks.</summary>
    private sealed record Switches(bool? Host, bool? Interface, int? ReversePathFilter)
    {
        public static Switches Read(bool isIPv6, int input)
        {
            byte family = isIPv6 ? NetlinkValue.IPv6 : NetlinkValue.IPv4;
            List<NetConfiguration> all = [.. RouteSocket.Dump(GetConfiguration, [family, 0, 0, 0])
                .Select(m => NetConfiguration.Decode(m, family)).OfType<NetConfiguration>()];
            NetConfiguration? host = all.Find(c => c.Index == All);
            NetConfiguration? link = all.Find(c => c.Index == input);

            // The kernel uses the larger of the two (Documentation/networking/ip-sysctl.rst, rp_filter).
            return new Switches(
                host?.Forwarding, link?.Forwarding,
                isIPv6 ? null : Math.Max(host?.ReversePathFilter ?? 0, link?.ReversePathFilter ?? 0));
        }
    }
}
