using System.Net;
using System.Net.Sockets;
using ContainerNet.Model;
using ContainerNet.Probes.WebSockets;
using ContainerNet.Sources;
using ContainerNet.Sources.Netlink;

namespace ContainerNet.Probes;

/// <summary>The machine that is made for a probe, joined to a namespace of the test's own instead of the real host.</summary>
[Collection(Alone.Name)]
public sealed class ExternalVantageTests : IDisposable
{
    private static readonly IPAddress s_own = IPAddress.Parse("192.0.2.1"), s_own6 = IPAddress.Parse("2001:db8::1");
    private readonly TestNamespace? _host = Environment.IsPrivilegedProcess ? new TestNamespace() : null;

    public void Dispose() => _host?.Dispose();

    [RootFact("unshare", "nsenter", "ip")]
    public void ServiceOfTheHost_IsReachedFromOutsideInBothFamilies()
    {
        ExternalVantage vantage = Make();
        foreach (IPAddress address in new[] { s_own, s_own6 })
        {
            using Socket server = _host!.Run(() => new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
            server.Bind(new IPEndPoint(address, 8080));
            server.Listen();
            PortTest test = Test(vantage, address, 8080);
            Assert.True(test.State == PortState.Open, test.ToString());
            Assert.NotEqual(address, test.SourceAddress);
            Assert.Equal(PortState.Refused, Test(vantage, address, 8081).State);
        }

        End(vantage);
        Assert.DoesNotContain("cnprobe", _host!.Execute("ip", "-br", "link").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("cnprobe", _host.Execute("ip", "route", "show", "table", "all").Output, StringComparison.Ordinal);
    }

    [RootFact("unshare", "nsenter", "ip", "nft")]
    public async Task WebSocketOfTheHost_IsOpenedFromOutside()
    {
        ExternalVantage vantage = Make();
        using Socket server = _host!.Run(() => new Socket(s_own.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        server.Bind(new IPEndPoint(s_own, 8080));
        server.Listen();
        Task served = Task.Run(async () =>
        {
            using NetworkStream stream = new(await server.AcceptAsync(), ownsSocket: true);
            await TestServer.UpgradeAsync(stream);
            await TestServer.EchoAsync(stream, default);
        });
        WebSocketProbe probe = new() { Uri = new Uri("ws://chat.example:8080/"), Vantage = Vantage.External, Address = s_own };
        WebSocketTest test = await WebSocketProber.TestAsync(probe, vantage, default);
        Assert.True(test.State == WebSocketState.Open, test.ToString());
        Assert.NotEqual(s_own, test.SourceAddress);
        await served;

        Rules("add chain inet t c { type filter hook input priority 0; policy drop; }");
        test = await WebSocketProber.TestAsync(probe with { Limit = TimeSpan.FromSeconds(1) }, vantage, default);
        Assert.Equal(WebSocketState.Filtered, test.State);
        Assert.Contains("up0", test.Reason, StringComparison.Ordinal);
        End(vantage);
    }

    [RootFact("unshare", "nsenter", "ip", "sysctl")]
    public void SwitchesOfTheUplink_AreThoseOfTheCable()
    {
        Prepare();
        _host!.Execute("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv4.conf.up0.forwarding=0", "net.ipv4.conf.up0.rp_filter=2");
        ExternalVantage vantage = Make();
        Link cable = _host.Run(() => LinkReader.Read(new RootedHost())).Value.Links.Single(l => l.Name == vantage.InterfaceName);
        Assert.Equal((false, 2), (cable.ForwardingIPv4, cable.ReversePathFilter));
        End(vantage);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public void TwoAtOnce_DoNotMeet()
    {
        ExternalVantage first = Make(), second = Make();
        Assert.NotEqual(first.InterfaceName, second.InterfaceName);
        Assert.Equal(PortState.Refused, Test(second, s_own, 9).State);
        End(first);
        Assert.Equal(PortState.Refused, Test(second, s_own, 9).State);
        End(second);
    }

    [RootFact("unshare", "nsenter", "ip", "nft")]
    public void HostThatDrops_IsFiltered()
    {
        ExternalVantage vantage = Make();
        _host!.Execute("nft", "add table inet t; add chain inet t c { type filter hook input priority 0; policy drop; }");
        PortTest test = Test(vantage, s_own, 9);
        Assert.Equal(PortState.Filtered, test.State);
        Assert.Contains("up0", test.Detail, StringComparison.Ordinal);
        End(vantage);
    }

    [RootFact("unshare", "nsenter", "ip", "nft")]
    public void RuleThatNamesTheUplink_SeesTheProbe()
    {
        ExternalVantage vantage = Make();
        foreach (IPAddress address in new[] { s_own, s_own6 })
        {
            Assert.True(vantage.IsByUplink(address), vantage.NoteFor(address));
            Assert.Equal(PortState.Refused, Test(vantage, address, 9).State);
        }

        Rules("add chain inet t c { type filter hook prerouting priority 0; }; add rule inet t c iifname up0 tcp dport 9 drop");
        foreach (IPAddress address in new[] { s_own, s_own6 })
        {
            Assert.Equal(PortState.Filtered, Test(vantage, address, 9).State);
            Assert.Equal(PortState.Refused, Test(vantage, address, 10).State);
        }

        End(vantage);
    }

    [RootFact("unshare", "nsenter", "ip", "sysctl", "nft")]
    public void StrictReversePathFilter_KeepsIPv4ToTheCable()
    {
        foreach ((string name, int value, bool isByUplink) in new[] { ("all", 1, false), ("up0", 2, true), ("all", 0, true), ("up0", 1, false) })
        {
            Prepare();
            _host!.Execute("sysctl", "-qw", $"net.ipv4.conf.{name}.rp_filter={value}");
            ExternalVantage vantage = Make();
            Assert.Equal(isByUplink, vantage.IsByUplink(s_own));
            Assert.Equal(!isByUplink, vantage.NoteFor(s_own).Contains("strict", StringComparison.Ordinal));
            Assert.Equal(PortState.Refused, Test(vantage, s_own, 9).State);
            Assert.True(vantage.IsByUplink(s_own6));
            Assert.Equal(PortState.Refused, Test(vantage, s_own6, 9).State);
            End(vantage);
        }
    }

    [RootFact("unshare", "nsenter", "ip", "nft")]
    public void RuleThatChecksTheReversePath_KeepsItsFamilyToTheCable()
    {
        Prepare();
        Rules("add chain inet t c { type filter hook prerouting priority 10; }; "
            + "add rule inet t c meta nfproto ipv6 fib saddr . mark . iif oif missing drop");
        ExternalVantage vantage = Make();
        Assert.Equal((true, false), (vantage.IsByUplink(s_own), vantage.IsByUplink(s_own6)));
        Assert.Equal(PortState.Refused, Test(vantage, s_own, 9).State);
        PortTest test = Test(vantage, s_own6, 9);
        Assert.Equal(PortState.Refused, test.State);
        Assert.Contains("rules that name up0 do not see this probe", test.Detail, StringComparison.Ordinal);
        End(vantage);
    }

    [RootFact("unshare", "nsenter", "ip", "nft")]
    public void Bridge_IsAnUplinkToComeInBy()
    {
        Prepare();
        foreach (string command in new[]
        {
            "addr flush dev up0", "link add br7 type bridge", "link set far0 up", "link set up0 master br7", "link set br7 up",
            "addr add 192.0.2.1/24 dev br7",
        })
        {
            _host!.Execute(["ip", .. command.Split(' ')]);
        }

        ExternalVantage vantage = Make("br7");
        Assert.True(vantage.IsByUplink(s_own), vantage.NoteFor(s_own));
        Assert.Equal(PortState.Refused, Test(vantage, s_own, 9).State);
        Rules("add chain inet t c { type filter hook input priority 0; }; add rule inet t c iifname br7 tcp dport 9 drop");
        Assert.Equal(PortState.Filtered, Test(vantage, s_own, 9).State);
        End(vantage);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public void PortOfABridge_IsNoWayIn()
    {
        Prepare();
        _host!.Execute("ip", "link", "add", "br7", "type", "bridge");
        _host!.Execute("ip", "link", "set", "up0", "master", "br7");
        ExternalVantage vantage = Make();
        Assert.False(vantage.IsByUplink(s_own));
        Assert.Contains("part of another interface", vantage.NoteFor(s_own), StringComparison.Ordinal);
        Assert.Equal(PortState.Refused, Test(vantage, s_own, 9).State);
        End(vantage);
    }

    [Fact]
    public void RangesInUse_AreAvoided()
    {
        Snapshot facts = Facts() with
        {
            Routes = [new Route { Destination = IPNetwork.Parse("198.51.100.0/24") }],
        };
        VantageAddresses pair = VantageAddresses.Choose(facts)[0];
        Assert.Equal((s_own, IPAddress.Parse("203.0.113.2")), (pair.Host, pair.Client));
    }

    [Fact]
    public void CablesMadeAtTheSameTime_NeverShareAnAddress()
    {
        Snapshot[] seen =
        [
            Facts(),
            Facts() with { Routes = [new Route { Destination = IPNetwork.Parse("198.51.100.0/28") }] },
            Facts() with { Routes = [new Route { Destination = IPNetwork.Parse("198.51.100.0/24") }] },
        ];
        List<HashSet<IPAddress>> cables = [.. Enumerable.Range(0, VantageAddresses.MostCables).Select(cable =>
            seen.SelectMany(f => VantageAddresses.Choose(f, cable)).Select(p => p.Client).ToHashSet())];
        Assert.All(cables, c => Assert.NotEmpty(c));
        Assert.Equal(cables.Sum(c => c.Count), cables.SelectMany(c => c).Distinct().Count());
    }

    [Fact]
    public void HostWithoutAnAddress_HasNoPair() =>
        Assert.Empty(VantageAddresses.Choose(Facts() with { Addresses = [] }));

    private static Snapshot Facts() => new()
    {
        Host = new HostInfo { Name = "h" },
        CollectedAt = DateTimeOffset.UnixEpoch,
        Links = [new Link { Index = 2, Name = "up0", IsUp = true }],
        Addresses =
        [
            new InterfaceAddress { LinkIndex = 2, Address = s_own, PrefixLength = 24 },
            new InterfaceAddress { LinkIndex = 2, Address = s_own6, PrefixLength = 64 },
        ],
    };

    private void Prepare()
    {
        foreach (string command in new[]
        {
            "link set lo up", "link add up0 type veth peer name far0", "link set up0 up", "link set far0 up",
            "addr add 192.0.2.1/24 dev up0", "-6 addr add 2001:db8::1/64 dev up0 nodad",
        })
        {
            _host!.Execute(["ip", .. command.Split(' ')]);
        }
    }

    /// <summary>The thread's namespace is "the host" to the vantage, so it is made, used and ended in the test's.</summary>
    private ExternalVantage Make(string uplink = "up0")
    {
        if (_host!.Execute("ip", "link", "show", uplink).ExitCode != 0)
        {
            Prepare();
        }

        return _host!.Run(() =>
        {
            LinkFacts links = LinkReader.Read(new RootedHost()).Value;
            Snapshot facts = Facts() with
            {
                Links = links.Links,
                Addresses = links.Addresses,
                Routes = [.. links.Routes, DefaultBy(uplink, links, "0.0.0.0/0"), DefaultBy(uplink, links, "::/0")],
            };
            return ExternalVantage.CreateAsync(new RootedHost(), facts, default).GetAwaiter().GetResult();
        });
    }

    private static Route DefaultBy(string uplink, LinkFacts links, string everywhere) => new()
    {
        Destination = IPNetwork.Parse(everywhere),
        LinkIndex = links.Links.Single(l => l.Name == uplink).Index,
        Table = 254,
    };

    private void Rules(string rules)
    {
        (int exitCode, _, string error) = _host!.Execute("nft", "add table inet t; " + rules);
        Assert.True(exitCode == 0, error);
    }

    private void End(ExternalVantage vantage) => _host!.Run(() =>
    {
        vantage.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return true;
    });

    private static PortTest Test(ExternalVantage vantage, IPAddress address, int port) => PortProber.TestAsync(
        new PortProbe
        {
            Vantage = Vantage.External,
            Address = address,
            Port = port,
            Limit = TimeSpan.FromSeconds(1),
            Grace = TimeSpan.FromMilliseconds(100),
        },
        vantage,
        default).GetAwaiter().GetResult();
}
