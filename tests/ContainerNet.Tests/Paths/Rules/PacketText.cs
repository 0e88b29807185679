using System.Globalization;
using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Paths.Rules;

/// <summary>Packets from words: "eth0 tcp 198.51.100.2:40000 192.0.2.1:80", "lo icmp 192.0.2.1 192.0.2.2 type=8 mark=0x1";
/// "-" for the interface of a packet that is made here.</summary>
internal static class PacketText
{
    public static Packet Parse(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        (IPAddress source, int sourcePort) = End(words[2]);
        (IPAddress destination, int destinationPort) = End(words[3]);
        bool isIPv6 = source.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        Packet packet = new()
        {
            IsIPv6 = isIPv6,
            Input = words[0] == "-" ? null : words[0],
            Protocol = words[1] switch { "tcp" => 6, "udp" => 17, "icmp" => 1, "icmpv6" => 58, string n => byte.Parse(n, CultureInfo.InvariantCulture) },
            Source = AddressNumber.Of(source),
            Destination = AddressNumber.Of(destination),
            SourcePort = sourcePort,
            DestinationPort = destinationPort,
        };
        packet.TcpFlags = packet.Protocol == Packet.Tcp ? Packet.Syn : (byte)0;
        packet.IcmpType = packet.Protocol switch { Packet.Icmp => 8, Packet.IcmpV6 => 128, _ => 0 };
        foreach (string word in words.Skip(4))
        {
            string[] pair = word.Split('=');
            Set(packet, pair[0], pair.Length > 1 ? pair[1] : "");
        }

        return packet;
    }

    public static string Format(PacketTuple tuple, bool isIPv6) =>
        $"{End(tuple.Source, tuple.SourcePort, isIPv6)} > {End(tuple.Destination, tuple.DestinationPort, isIPv6)}";

    private static void Set(Packet packet, string name, string value)
    {
        uint Number() => value.StartsWith("0x", StringComparison.Ordinal)
            ? uint.Parse(value.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : uint.Parse(value, CultureInfo.InvariantCulture);
        switch (name)
        {
            case "type":
                packet.IcmpType = (byte)Number();
                break;
            case "code":
                packet.IcmpCode = (byte)Number();
                break;
            case "mark":
                packet.Mark = Number();
                break;
            case "flags":
                packet.TcpFlags = (byte)Number();
                break;
            case "out":
                packet.Output = value;
                break;
            case "physin":
                packet.PhysicalInput = value;
                break;
            case "physout":
                packet.PhysicalOutput = value;
                packet.IsBridged = true;
                break;
            case "len":
                packet.Length = (int)Number();
                break;
            case "ttl":
                packet.HopLimit = (int)Number();
                break;
            case "frame":
                packet.FrameKind = value;
                break;
            case "any":
                packet.AnySourcePort = true;
                break;
            default:
                throw new ArgumentException(name, nameof(name));
        }
    }

    private static (IPAddress, int) End(string text)
    {
        if (text.StartsWith('[') || text.Count(c => c == ':') < 2)
        {
            string[] parts = text.Split(text.StartsWith('[') ? "]:" : ":");
            return (IPAddress.Parse(parts[0].Trim('[', ']')), parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        }

        return (IPAddress.Parse(text), 0);
    }

    private static string End(WideNumber address, int port, bool isIPv6)
    {
        IPAddress ip = AddressNumber.ToAddress(address, isIPv6);
        return isIPv6 ? $"[{ip}]:{port}" : $"{ip}:{port}";
    }
}
