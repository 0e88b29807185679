using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Engines;

public sealed class DockerEngineTests
{
    private static readonly string s_id = new('a', 64);

    [Theory]
    [InlineData("docker-20.10", "1.41", "20.10.24+dfsg1", 20)]
    [InlineData("docker-28.5", "1.51", "28.5.2+dfsg4", 28)]
    public async Task RecordedDocker_IsRead(string fixture, string api, string version, int major)
    {
        EngineFacts facts = await ReadAsync(RecordedHosts.Load(fixture));
        ContainerEngine engine = Assert.Single(facts.Engines);
        Assert.Equal(("docker", EngineKind.Docker, version, api), (engine.Name, engine.Kind, engine.Version, engine.ApiVersion));
        Assert.Equal(major, engine.Major);
        Assert.Equal("/run/docker.sock", engine.Socket);
        Assert.True(engine.Options.Known);
        Assert.True(engine.Options.LiveRestore);
        Assert.NotNull(engine.ProcessId);
        Assert.NotNull(engine.StartedAt);
        Assert.Equal(["api", "cache", "db", "dns", "web"], facts.Containers.Select(c => c.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("docker-20.10")]
    [InlineData("docker-28.5")]
    public async Task RecordedContainer_HasItsPortsAndPlaces(string fixture)
    {
        EngineFacts facts = await ReadAsync(RecordedHosts.Load(fixture));
        Container web = facts.Containers.Single(c => c.Name == "web");
        Assert.Equal(ContainerState.Running, web.State);
        Assert.True(web.ProcessId > 0);
        Assert.NotNull(web.StartedAt);
        Assert.Equal("bb:1", web.Image);
        ContainerEndpoint endpoint = Assert.Single(web.Endpoints);
        Assert.Equal("bridge", endpoint.Network);
        Assert.Equal(IPAddress.Parse("172.17.0.1"), endpoint.Gateway);
        Assert.Contains(web.ActivePorts, p => p is { ContainerPort: 80, HostPort: 8080, Protocol: Protocol.Tcp }
            && p.HostAddress!.Equals(IPAddress.IPv6Any));
        Assert.Contains(web.PortBindings, p => p is { ContainerPort: 443, HostPort: 8443, HostAddress: null });
        Assert.Contains(facts.Containers.Single(c => c.Name == "dns").ActivePorts, p => p.Protocol == Protocol.Udp);
    }

    [Theory]
    [InlineData("docker-20.10", "0c2c3e646590")]
    [InlineData("docker-28.5", "db", "c5931842e78f")]
    public async Task RecordedContainer_HasItsMountsNamesAndExposedPorts(string fixture, params string[] names)
    {
        EngineFacts facts = await ReadAsync(RecordedHosts.Load(fixture));
        Container dns = facts.Containers.Single(c => c.Name == "dns");
        Container db = facts.Containers.Single(c => c.Name == "db");
        Assert.Equal(["/opt/lab/inside/dns.py at /dns.py", "/usr at /usr"], dns.Mounts!.Select(m => $"{m.Source} at {m.Destination}"));
        Assert.All(dns.Mounts!, m => Assert.Equal((true, null), (m.ReadOnly, m.Found)));
        Assert.Equal([new ExposedPort(53, Protocol.Udp)], dns.ExposedPorts);
        Assert.Equal(names, Assert.Single(db.Endpoints).Aliases);
        Assert.Empty(db.ExtraHosts!);
        Assert.StartsWith("/var/run/docker/netns/", db.NetworkPath, StringComparison.Ordinal);
        Assert.Equal(("python3", "sh"), (dns.Command, db.Command));
    }

    [Fact]
    public async Task RecordedPodman_TellsWhichNetworksHaveNames()
    {
        EngineFacts facts = await ReadAsync(RecordedHosts.Load("podman-5.4"));
        Assert.Equal([("app", true), ("podman", false)], facts.Networks.Where(n => n.ResolvesNames is not null)
            .Select(n => (n.Name, n.ResolvesNames!.Value)).Order());
    }

    [Theory]
    [InlineData("docker-20.10")]
    [InlineData("docker-28.5")]
    public async Task RecordedNetworks_HaveBridgesGatewaysAndMembers(string fixture)
    {
        EngineFacts facts = await ReadAsync(RecordedHosts.Load(fixture));
        ContainerNetwork bridge = facts.Networks.Single(n => n.Name == "bridge");
        Assert.Equal(("docker0", true), (bridge.Bridge, bridge.IsDefaultBridge));
        // Docker 20.10 does not say the gateway of this one; its members do.
        Assert.Equal(IPAddress.Parse("172.17.0.1"), Assert.Single(bridge.Subnets).Gateway);
        Assert.Equal(["dns", "web"], bridge.Members.Order(StringComparer.Ordinal));
        ContainerNetwork app = facts.Networks.Single(n => n.Name == "app");
        Assert.Equal("br-" + app.Id[..12], app.Bridge);
        Assert.True(app.IsForwarded);
        Assert.Null(facts.Networks.Single(n => n.Name == "host").Bridge);
        Assert.Equal(
            [AddressFamily.IPv4, AddressFamily.IPv6],
            facts.Networks.Single(n => n.Name == "six").Subnets.Select(s => s.Family).Order());
    }

    [Fact]
    public async Task RecordedPodman_IsReadBesideDocker()
    {
        EngineFacts facts = await ReadAsync(RecordedHosts.Load("podman-5.4"));
        Assert.Equal(["docker", "podman"], facts.Engines.Select(e => e.Name).Order(StringComparer.Ordinal));
        ContainerEngine podman = facts.Engines.Single(e => e.Kind == EngineKind.Podman);
        Assert.Equal(("5.4.2", "1.41", false), (podman.Version, podman.ApiVersion, podman.Rootless));
        ContainerNetwork network = facts.Networks.Single(n => n is { Engine: "podman", Name: "podman" });
        Assert.Equal(("podman0", true), (network.Bridge, network.IsDefaultBridge));
        Assert.Equal("podman1", facts.Networks.Single(n => n is { Engine: "podman", Name: "app" }).Bridge);
        Container api = facts.Containers.Single(c => c.Name == "api");
        Assert.Equal("app", Assert.Single(api.Endpoints).Network);
        Assert.Equal(IPAddress.Loopback, Assert.Single(api.ActivePorts).HostAddress);
        Container old = facts.Containers.Single(c => c.Name == "old");
        Assert.Equal((ContainerState.Exited, 3), (old.State, old.ExitCode));
    }

    [Theory]
    [InlineData("1.41", "/v1.41/info")]
    [InlineData("1.52", "/v1.52/info")]
    [InlineData("1.99", "/v1.52/info")]
    [InlineData("nonsense", "/v1.24/info")]
    public async Task Version_IsTheHighestThatBothKnow(string offered, string expected)
    {
        EngineHost host = EngineHost.WithEmptyDocker().Reply("/_ping", "OK", headers: new() { ["api-version"] = offered });
        await ReadAsync(host);
        Assert.Contains(expected, host.Asked);
        Assert.Single(host.Asked, "/_ping");
    }

    [Fact]
    public async Task FirewallThatTheEngineTells_IsKept()
    {
        EngineHost host = EngineHost.WithEmptyDocker().Reply("/info",
            """{"FirewallBackend":{"Driver":"nftables+firewalld","Info":[["ReloadedAt","2026-01-02T03:00:00Z"],null,["x"]]}}""");
        ContainerEngine engine = Assert.Single((await ReadAsync(host)).Engines);
        Assert.Equal("nftables+firewalld", engine.FirewallBackend);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 0, 0, TimeSpan.Zero), engine.FirewallReloadedAt);
    }

    [Fact]
    public async Task RootlessEngine_HasNoOptionsOfTheHost()
    {
        EngineHost host = EngineHost.WithEmptyDocker()
            .Reply("/info", """{"SecurityOptions":["name=rootless"]}""")
            .File("/etc/docker/daemon.json", """{"iptables":false}""");
        ContainerEngine engine = Assert.Single((await ReadAsync(host)).Engines);
        Assert.True(engine.Rootless);
        Assert.True(engine.Options.Iptables);
        Assert.False(engine.Options.Known);
    }

    [Fact]
    public async Task ContainerThatVanishes_IsLeftOut()
    {
        EngineHost host = EngineHost.WithEmptyDocker().Reply("/containers/json?all=1", $$"""[{"Id":"{{s_id}}"}]""");
        Reading<EngineFacts> reading = await EngineReader.ReadAsync(host, null, CancellationToken.None);
        Assert.Empty(reading.Value.Containers);
        Assert.Empty(reading.Gaps);
    }

    [Theory]
    [InlineData("""{"Id":[]}""")]
    [InlineData("""{"State":{"Pid":"many"}}""")]
    [InlineData("""{"HostConfig":{"PortBindings":[]}}""")]
    [InlineData("""{"Id":"a""")]
    [InlineData("null")]
    [InlineData("")]
    public async Task ContainerOfTheWrongShape_IsAPartialGap(string reply)
    {
        EngineHost host = EngineHost.WithEmptyDocker()
            .Reply("/containers/json?all=1", $$"""[{"Id":"{{s_id}}"}]""")
            .Reply($"/containers/{s_id}/json", reply);
        Reading<EngineFacts> reading = await EngineReader.ReadAsync(host, null, CancellationToken.None);
        Assert.Single(reading.Value.Engines);
        Gap gap = Assert.Single(reading.Gaps);
        Assert.True(gap.Partial);
        Assert.Contains(s_id[..12], gap.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ContainerWithNullsEverywhere_IsRead()
    {
        EngineHost host = EngineHost.WithEmptyDocker()
            .Reply("/containers/json?all=1", $$"""[{"Id":"{{s_id}}"}]""")
            .Reply($"/containers/{s_id}/json", $$$"""
                {"Id":"{{{s_id}}}","Name":"/odd","State":null,"HostConfig":{"PortBindings":{"80/tcp":null,"81/tcp":[null]}},
                 "Config":null,"NetworkSettings":{"Ports":null,"Networks":{"app":null} } }
                """);
        Container container = Assert.Single((await ReadAsync(host)).Containers);
        Assert.Equal((ContainerState.Unknown, "default"), (container.State, container.NetworkMode));
        Assert.Empty(container.PortBindings);
        Assert.Equal("app", Assert.Single(container.Endpoints).Network);
    }

    [Fact]
    public async Task HostileTexts_LoseTheirControlCharacters()
    {
        EngineHost host = EngineHost.WithEmptyDocker()
            .Reply("/containers/json?all=1", $$"""[{"Id":"{{s_id}}"},{"Id":"../../x"},null]""")
            .Reply($"/containers/{s_id}/json", $$$"""
                {"Id":"{{{s_id}}}","Name":"/a\u001b[2J","State":{"Status":"exited","Error":"x\ny"},
                 "NetworkSettings":{"Ports":{"999999/tcp":[{"HostPort":"1"}],"80/xyz":[],"53/udp":[{"HostIp":"nonsense","HostPort":"-3"}] } } }
                """);
        Reading<EngineFacts> reading = await EngineReader.ReadAsync(host, null, CancellationToken.None);
        Container container = Assert.Single(reading.Value.Containers);
        Assert.Equal(("a?[2J", "x?y"), (container.Name, container.Error));
        PortBinding port = Assert.Single(container.ActivePorts);
        Assert.Equal((53, 0, (IPAddress?)null), (port.ContainerPort, port.HostPort, port.HostAddress));
        Assert.True(Assert.Single(reading.Gaps).Partial);
        Assert.DoesNotContain(host.Asked, path => path.Contains("..", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NetworkOptions_AreUnderstood()
    {
        EngineHost host = EngineHost.WithEmptyDocker().Reply("/networks", """
            [{"Id":"0123456789abcdef","Name":"n","Driver":"bridge","Internal":true,
              "IPAM":{"Config":[{"Subnet":"nonsense"},null,{"Subnet":"2001:db8::/64","Gateway":"2001:db8::1/64"}]},
              "Options":{"com.docker.network.bridge.name":"lan0","com.docker.network.bridge.enable_icc":"false",
                "com.docker.network.bridge.enable_ip_masquerade":"0","com.docker.network.bridge.gateway_mode_ipv4":"routed",
                "com.docker.network.bridge.host_binding_ipv4":"192.0.2.1"}},
             {"Id":"b"},null]
            """);
        Reading<EngineFacts> reading = await EngineReader.ReadAsync(host, null, CancellationToken.None);
        ContainerNetwork network = Assert.Single(reading.Value.Networks);
        Assert.Equal(("lan0", true, false, false), (network.Bridge, network.Internal, network.Icc, network.Masquerade));
        Assert.Equal(("routed", "nat", "192.0.2.1"), (network.GatewayModeIPv4, network.GatewayModeIPv6, network.HostBindingIPv4));
        Assert.Equal(IPAddress.Parse("2001:db8::1"), Assert.Single(network.Subnets).Gateway);
        Assert.Equal(2, reading.Gaps.Count);
    }

    private static async Task<EngineFacts> ReadAsync(IHost host)
    {
        Reading<EngineFacts> reading = await EngineReader.ReadAsync(host, null, CancellationToken.None);
        Assert.Empty(reading.Gaps);
        return reading.Value;
    }
}
