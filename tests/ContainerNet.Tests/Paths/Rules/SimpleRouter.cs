using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>A router with addresses on its interfaces, networks behind them, and a default route: enough of routing for tests of
/// rules.</summary>
internal sealed class SimpleRouter : IRouteFacts
{
    private readonly List<(string Device, IPAddress Address, IPNetwork Network)> _addresses = [];
    private readonly List<(IPNetwork Network, string Device)> _routes = [];

    /// <summary>Lines such as "eth0 192.0.2.1/24" for an address and "via eth0 0.0.0.0/0" for a route.</summary>
    public SimpleRouter(params string[] lines)
    {
        foreach (string line in lines)
        {
            string[] words = line.Split(' ');
            if (words[0] == "via")
            {
                _routes.Add((IPNetwork.Parse(words[2]), words[1]));
                continue;
            }

            IPAddress address = IPAddress.Parse(words[1].Split('/')[0]);
            int length = int.Parse(words[1].Split('/')[1], System.Globalization.CultureInfo.InvariantCulture);
            IPNetwork network = NetworkOf(address, length);
            _addresses.Add((words[0], address, network));
            _routes.Add((network, words[0]));
        }
    }

    /// <summary>The device that a packet to this address leaves by; "lo" for one of the router's own; null for none.</summary>
    public string? DeviceOf(IPAddress address) => IsLocal(address) ? "lo"
        : _routes.Where(route => route.Network.Contains(address)).OrderByDescending(route => route.Network.PrefixLength)
            .Select(route => route.Device).FirstOrDefault();

    public bool IsLocal(IPAddress address) =>
        IPAddress.IsLoopback(address) || _addresses.Exists(own => own.Address.Equals(address));

    public string? TypeOf(WideNumber address, bool isIPv6, string? device)
    {
        IPAddress ip = AddressNumber.ToAddress(address, isIPv6);
        if (device is not null)
        {
            return _addresses.Exists(own => own.Device == device && own.Address.Equals(ip)) ? "local"
                : _addresses.Exists(own => own.Device == device && IsBroadcast(own.Network, ip)) ? "broadcast" : "unicast";
        }

        return IsLocal(ip) ? "local"
            : ip.GetAddressBytes()[0] is >= 224 and < 240 && !isIPv6 ? "multicast"
            : ip.Equals(IPAddress.Broadcast) || _addresses.Exists(own => IsBroadcast(own.Network, ip)) ? "broadcast"
            : DeviceOf(ip) is null ? "unreachable" : "unicast";
    }

    public bool? HasWayBack(Packet packet, bool loose, bool withMark)
    {
        IPAddress source = AddressNumber.ToAddress(packet.Source, packet.IsIPv6);
        return !IsLocal(source) && DeviceOf(source) is string device && (loose || device == packet.Input);
    }

    /// <summary>The loopback interface has no address that others may see: then it is one of all, the first (inet_select_addr), or
    /// with IPv6 the one that is most like the destination (ipv6_dev_get_saddr).</summary>
    public WideNumber? AddressOf(string device, bool isIPv6, WideNumber destination)
    {
        List<WideNumber> own = [.. _addresses
            .Where(own => own.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 == isIPv6
                && (own.Device == device || device == "lo"))
            .Select(own => AddressNumber.Of(own.Address))];
        return own.Count == 0 ? null
            : !isIPv6 ? own[0]
            : own.Append(WideNumber.One).Where(address => address != 1 || destination == 1).MinBy(address => address ^ destination);
    }

    private static bool IsBroadcast(IPNetwork network, IPAddress address)
    {
        byte[] first = network.BaseAddress.GetAddressBytes();
        byte[] bytes = address.GetAddressBytes();
        if (bytes.Length != 4 || first.Length != 4 || network.PrefixLength > 30 || !network.Contains(address))
        {
            return false;
        }

        uint mask = uint.MaxValue >> network.PrefixLength;
        return (System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes) & mask) == mask;
    }

    private static IPNetwork NetworkOf(IPAddress address, int length)
    {
        byte[] bytes = address.GetAddressBytes();
        for (int bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), length);
    }
}
