using System.Net;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Paths.Kernel;

/// <summary>Random packets through, to and from the router. Each conversation has a source port of its own, so that none is taken
/// for another.</summary>
internal sealed class ShotGenerator(Chance chance)
{
    private readonly HashSet<(string?, string, string)> _pairs = [];
    private int _port = 20000;

    /// <summary>A first packet.</summary>
    public Shot First(bool isIPv6)
    {
        string? input = chance.Weighted<string?>((40, "eth0"), (25, "docker0"), (12, "podman1"), (23, null));
        string source = (input, isIPv6) switch
        {
            ("eth0", false) => chance.Of("198.51.100.2", "198.51.100.3", "203.0.113.5"),
            ("docker0", false) => chance.Of("172.17.0.2", "172.17.0.3"),
            ("podman1", false) => chance.Of("10.88.0.2", "10.88.0.3"),
            ("eth0", true) => chance.Of("2001:db8:1::2", "2001:db8:1::3", "2001:db8:77::5"),
            ("docker0", true) => chance.Of("2001:db8:2::2", "2001:db8:2::3"),
            ("podman1", true) => chance.Of("2001:db8:3::2", "2001:db8:3::3"),
            (_, false) => chance.Of("198.51.100.1", "172.17.0.1"),
            _ => chance.Of("2001:db8:1::1", "2001:db8:2::1"),
        };
        string destination = chance.Percent(40) ? Places.Own(chance, isIPv6) : Places.Target(chance, isIPv6);
        byte protocol = chance.Weighted<byte>((65, Packet.Tcp), (22, Packet.Udp), (13, isIPv6 ? Packet.IcmpV6 : Packet.Icmp));
        byte flags = protocol == Packet.Tcp ? (byte)chance.Weighted(
            (88, Packet.Syn), (4, Packet.Ack), (3, Packet.Syn | Packet.Ack), (2, Packet.Reset), (2, Packet.Fin | Packet.Urgent | Packet.Push), (1, 0)) : (byte)0;
        byte type = (byte)(isIPv6 ? chance.Weighted((90, 128), (10, 129)) : chance.Weighted((85, 8), (8, 13), (7, 0)));
        if (protocol is Packet.Icmp or Packet.IcmpV6)
        {
            // Traces tell no id of ICMP, and what the router answers itself has the addresses turned round: each pair once.
            destination = input is null ? (isIPv6 ? "2001:db8:2::4" : "172.17.0.4") : destination;
            if (!_pairs.Add((input, source, destination)))
            {
                return First(isIPv6);
            }
        }

        int port = _port = _port == 60000 ? 20000 : _port + 1;
        int destinationPort = protocol is Packet.Tcp or Packet.Udp ? Places.Port(chance) : 0;
        return new Shot
        {
            Packet = () => new Packet
            {
                IsIPv6 = isIPv6,
                Input = input,
                Source = AddressNumber.Of(IPAddress.Parse(source)),
                Destination = AddressNumber.Of(IPAddress.Parse(destination)),
                SourcePort = port,
                DestinationPort = destinationPort,
                Protocol = protocol,
                TcpFlags = flags,
                IcmpType = protocol is Packet.Icmp or Packet.IcmpV6 ? type : (byte)0,
            },
        };
    }

    /// <summary>What may follow on a packet that got through: the answer, sometimes the same packet again.</summary>
    public IEnumerable<Shot> Next(Shot shot)
    {
        Packet first = shot.Packet();
        if (shot.Before is not null || shot.End is not Packet end || (first.Protocol == Packet.Tcp && first.TcpFlags != Packet.Syn)
            || (first.Protocol == Packet.Icmp && first.IcmpType != 8) || (first.Protocol == Packet.IcmpV6 && first.IcmpType != 128)
            || end.Input == "lo" || end.AnySourcePort)
        {
            yield break;
        }

        // What arrives at the router itself is answered at once, and then it is no longer the same.
        if (chance.Percent(15) && end.Output is not null)
        {
            yield return new Shot { Packet = shot.Packet, Before = shot };
        }
        else if (end.Output is string device && device != "lo" && KernelNet.Devices.Contains(device)
            && (end.Protocol is Packet.Tcp or Packet.Udp || _pairs.Add((device, $"{end.Destination}", $"{end.Source}"))))
        {
            yield return new Shot
            {
                Before = shot,
                IsAnswer = true,
                Numbers = (5000, 1001),
                Packet = () => new Packet
                {
                    IsIPv6 = end.IsIPv6,
                    Input = device,
                    Source = end.Destination,
                    Destination = end.Source,
                    SourcePort = end.Protocol is Packet.Tcp or Packet.Udp ? end.DestinationPort : end.SourcePort,
                    DestinationPort = end.Protocol is Packet.Tcp or Packet.Udp ? end.SourcePort : 0,
                    Protocol = end.Protocol,
                    TcpFlags = end.Protocol == Packet.Tcp ? (byte)(Packet.Syn | Packet.Ack) : (byte)0,
                    IcmpType = end.Protocol switch { Packet.IcmpV6 => 129, _ => 0 },
                },
            };
        }
    }
}
