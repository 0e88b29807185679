using System.ComponentModel;
using System.Globalization;
using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;
using ContainerNet.Probes;
using ContainerNet.Sources;
using ContainerNet.Sources.Netlink;

namespace ContainerNet.Paths.Walking;

/// <summary>Random interfaces, routes, rules and switches in a namespace of the test's own: where the kernel says that a packet
/// goes (RTM_GETROUTE), our routing says it too, from what the product read there.</summary>
public sealed class RoutingKernelTests
{
    private static readonly string[] s_links = ["d0", "d1", "d2"];

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 12)];

    [RootTheory]
    [MemberData(nameof(Seeds))]
    public void RandomTables_RouteAsTheKernelDoes(int seed)
    {
        Random random = new(seed);
        using TestNamespace space = new();
        Script(space, random);
        Reading<LinkFacts> read = space.Run(() => LinkReader.Read(new LinuxHost()));
        Assert.DoesNotContain(read.Gaps, g => !g.Partial);
        LinkFacts facts = read.Value;
        Snapshot snapshot = new()
        {
            Host = new HostInfo { Name = "test" },
            CollectedAt = DateTimeOffset.UnixEpoch,
            Settings = Settings(space),
            Links = facts.Links,
        };
        Routing routing = new(
            facts.Links, facts.Addresses, facts.Routes, facts.RoutingRules, Switches.OfHost(snapshot));
        Dictionary<int, string> names = facts.Links.ToDictionary(l => l.Index, l => l.Name);
        List<string> differences = [];
        for (int i = 0; i < 120; i++)
        {
            Query query = Query.Any(random, facts);
            string kernel = space.Run(() => Ask(query, names));
            string ours = Ours(routing, query);
            if (kernel != ours)
            {
                differences.Add($"{query}: kernel {kernel}, ours {ours}");
            }
        }

        Assert.True(differences.Count == 0, $"seed {seed}:\n{string.Join('\n', differences.Take(10))}\n"
            + space.Execute("ip", "route", "show", "table", "all").Output + space.Execute("ip", "rule").Output);
    }

    private static void Script(TestNamespace space, Random random)
    {
        List<string> lines = ["ip link set lo up"];
        foreach ((string link, int at) in s_links.Select((l, i) => (l, i)))
        {
            lines.Add($"ip link add {link} type veth peer name p{at}");
            lines.Add($"ip link set p{at} up");
            lines.Add($"ip addr add 10.{at}.0.1/24 dev {link}");
            lines.Add($"ip link set {link} up");
            lines.Add($"sysctl -qw net.ipv4.conf.{link}.forwarding={(random.Next(4) == 0 ? 0 : 1)}");
            lines.Add($"sysctl -qw net.ipv4.conf.{link}.rp_filter={random.Next(3)}");
        }

        lines.Add($"sysctl -qw net.ipv4.conf.all.rp_filter={(random.Next(3) == 0 ? 1 : 0)}");
        for (int i = 0; i < 10; i++)
        {
            string network = $"10.{random.Next(6)}.{random.Next(3)}.0/{(random.Next(2) == 0 ? 24 : 22 + random.Next(4))}";
            string way = random.Next(6) switch
            {
                0 => "blackhole",
                1 => "unreachable",
                2 => "prohibit",
                3 => "throw",
                _ => "",
            };
            int at = random.Next(3);
            string next = way.Length > 0 ? "" : random.Next(2) == 0 ? $"dev d{at}" : $"via 10.{at}.0.{2 + random.Next(9)} dev d{at}";
            string table = random.Next(3) == 0 ? "table 100" : "";
            lines.Add(Tried($"ip route add {way} {network} {next} {table} metric {random.Next(3)}"));
        }

        if (random.Next(3) != 0)
        {
            lines.Add(Tried($"ip route add default via 10.0.0.9 dev d{0}"));
        }

        for (int i = 0; i < 3; i++)
        {
            string condition = random.Next(6) switch
            {
                0 => $"from 10.{random.Next(4)}.0.0/16",
                1 => $"to 10.{random.Next(6)}.0.0/16",
                2 => $"iif d{random.Next(3)}",
                3 => $"fwmark 0x{random.Next(3)}/0x3",
                4 => $"not from 10.{random.Next(4)}.0.0/16",
                _ => "iif lo",
            };
            lines.Add(Tried($"ip rule add pref {100 + random.Next(900)} {condition} lookup {(random.Next(4) == 0 ? "main suppress_prefixlength 0" : "100")}"));
        }
    
        (int code, _, string error) = space.Execute("sh", "-ec", string.Join('\n', lines));
        Assert.True(code == 0, error);
    }

    private static List<KernelSetting> Settings(TestNamespace space) =>
    [
        .. new[] { "net.ipv4.ip_forward", "net.ipv4.conf.all.rp_filter", "net.ipv4.conf.all.route_localnet", "net.ipv4.conf.all.accept_local" }
            .Concat(s_links.SelectMany(l => new[] { $"net.ipv4.conf.{l}.route_localnet", $"net.ipv4.conf.{l}.accept_local" }))
            .Select(k => new KernelSetting { Key = k, Value = space.Execute("sysctl", "-n", k).Output.Trim() }),
    ];

    private static string Ours(Routing routing, Query query)
    {
        Packet packet = new()
        {
            Source = query.Source is null ? WideNumber.Zero : AddressNumber.Of(query.Source),
            Destination = AddressNumber.Of(query.Destination),
            Input = query.Input,
            Mark = query.Mark,
            Protocol = Packet.Udp,
        };
        RouteAnswer answer = query.Input is null
            ? routing.OfOutput(packet, query.Source is not null) : routing.OfInput(packet);
        return answer.Kind switch
        {
            RouteKind.Local => "local",
            RouteKind.Forward => $"{answer.Link!.Name} {AddressNumber.ToAddress(answer.NextHop, isIPv6: false)}"
                + (query.Input is null ? $" {AddressNumber.ToAddress(packet.Source, isIPv6: false)}" : ""),
            RouteKind.Closed => "closed",
            _ => $"unknown {answer.Detail}",
        };
    }

    private static string Ask(Query query, Dictionary<int, string> names)
    {
        const ushort GetRoute = 26;
        NetlinkWriter request = new NetlinkWriter()
            .Raw(NetlinkValue.IPv4, 32, query.Source is null ? (byte)0 : (byte)32, 0).Raw(0).Raw(0)
            .Attribute(1, query.Destination.GetAddressBytes());
        _ = query.Source is null ? request : request.Attribute(2, query.Source.GetAddressBytes());
        _ = query.Input is null ? request : request.Attribute(3, names.First(n => n.Value == query.Input).Key);
        _ = query.Mark == 0 ? request : request.Attribute(16, (int)query.Mark);
        try
        {
            foreach (NetlinkMessage message in RouteSocket.Ask(GetRoute, request.Payload.ToArray()))
            {
                return Answer(message, query, names);
            }

            return "nothing";
        }
        catch (ContainerNetException refused) when (refused.InnerException is Win32Exception)
        {
            return "closed";
        }
    }

    private static string Answer(NetlinkMessage message, Query query, Dictionary<int, string> names)
    {
        int link = 0;
        IPAddress next = query.Destination;
        IPAddress? source = null;
        byte type = message.Payload[7];
        NetlinkAttributes attributes = new(message.Payload.AsSpan(12));
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case 4:
                    link = attributes.Number;
                    break;
                case 5:
                    next = new IPAddress(attributes.Value);
                    break;
                case 7:
                    source = new IPAddress(attributes.Value);
                    break;
                default:
                    break;
            }
        }

        return type is 2 or 3 ? "local"
            : $"{names.GetValueOrDefault(link)} {next}" + (query.Input is null ? $" {query.Source ?? source}" : "");
    }

    // Some of the random lines are refused, such as a gateway that is not on link: that is the kernel's business.
    private static string Tried(string line) => $"{line} 2>/dev/null || true";

    private sealed record Query(IPAddress Destination, IPAddress? Source, string? Input, uint Mark)
    {
        public static Query Any(Random random, LinkFacts facts)
        {
            IPAddress destination = random.Next(8) == 0
                ? facts.Addresses.Where(a => a.Address.GetAddressBytes().Length == 4).ElementAt(random.Next(4)).Address
                : Address(random);
            bool isInput = random.Next(3) != 0;
            return new Query(
                destination,
                isInput ? Address(random) : random.Next(2) == 0 ? null : IPAddress.Parse($"10.{random.Next(3)}.0.1"),
                isInput ? s_links[random.Next(3)] : null,
                (uint)random.Next(3));
        }

        private static IPAddress Address(Random random) => random.Next(6) == 0
            ? IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"192.0.2.{1 + random.Next(200)}"))
            : IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"10.{random.Next(6)}.{random.Next(4)}.{2 + random.Next(250)}"));
    }
}
