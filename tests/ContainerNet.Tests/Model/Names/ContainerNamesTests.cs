using System.Net;
using ContainerNet.Checks;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Model.Names;

public sealed class ContainerNamesTests
{
    private const string LongId = "0123456789abcdef0123456789abcdef";

    private static HostBuilder Host() => new HostBuilder()
        .Network("app", "br-app", "172.18.0.0/16")
        .Container("front", "172.17.0.2", [], edit: Known)
        .Container("old", "172.17.0.3", [], edit: Known)
        .Container("web", "172.18.0.2", [], network: "app", edit: Known)
        .Container("shop-api-1", "172.18.0.3", [], network: "app", edit: c => Named(c, "api") with { Id = LongId })
        .Container("db", "172.18.0.4", [], network: "app", edit: c => Known(c) with { State = ContainerState.Exited });

    private static Container Known(Container container) => Named(container);

    private static Container Named(Container container, params string[] aliases) => container with
    {
        Hosts = [new HostsEntry("localhost", IPAddress.Loopback)],
        Endpoints = [.. container.Endpoints.Select(e => e with { Aliases = aliases })],
    };

    private static NameAnswer Ask(HostBuilder host, string asker, string name)
    {
        Snapshot facts = host.Build();
        return ContainerNames.Resolve(facts, facts.Containers.First(c => c.Name == asker), name);
    }

    private static HostBuilder Edit(HostBuilder host, string name, Func<Container, Container> edit) => host.With(
        s => s with { Containers = [.. s.Containers.Select(c => c.Name == name ? edit(c) : c)] });

    [Theory]
    [InlineData("api")]
    [InlineData("API.")]
    [InlineData("shop-api-1")]
    [InlineData("0123456789ab")]
    [InlineData("api.app")]
    public void NameOfAMember_IsItsAddress(string name)
    {
        NameAnswer answer = Ask(Host(), "web", name);

        Assert.Equal((NameKind.EmbeddedDns, "app"), (answer.Kind, answer.Network));
        Assert.Equal([IPAddress.Parse("172.18.0.3")], answer.Addresses);
        Assert.Equal("shop-api-1", Assert.Single(answer.Owners).Name);
    }

    [Fact]
    public void DefaultBridge_HasNoNames()
    {
        NameAnswer answer = Ask(Host(), "front", "old");

        Assert.Equal((NameKind.NoNamesOnDefaultBridge, "bridge"), (answer.Kind, answer.Network));
        Assert.Empty(answer.Addresses);
        Assert.Equal("old", Assert.Single(answer.Owners).Name);
        Assert.Equal(NameKind.NoNamesOnDefaultBridge, Ask(Host(), "front", "api").Kind);
    }

    [Fact]
    public void NameOfNobody_MayBeKnownOutside()
    {
        Assert.Equal(NameKind.NoSuchName, Ask(Host(), "front", "files.example.org").Kind);
        Assert.Equal(NameKind.NoSuchName, Ask(Host(), "web", "files.example.org").Kind);
    }

    [Fact]
    public void StoppedOrElsewhere_HasNoNameAndIsTold()
    {
        NameAnswer stopped = Ask(Host(), "web", "db");
        NameAnswer elsewhere = Ask(Host(), "web", "front");

        Assert.Equal((NameKind.NoSuchName, "db"), (stopped.Kind, Assert.Single(stopped.Owners).Name));
        Assert.Equal((NameKind.NoSuchName, "front"), (elsewhere.Kind, Assert.Single(elsewhere.Owners).Name));
    }

    [Fact]
    public void HostsFile_ComesBeforeTheNameServer()
    {
        HostBuilder host = Edit(Host(), "web", c => c with { Hosts = [new HostsEntry("api", IPAddress.Parse("172.18.0.9"))] });
        HostBuilder linked = Edit(Host(), "front", c => c with { Hosts = [new HostsEntry("old", IPAddress.Parse("172.17.0.3"))] });

        NameAnswer answer = Ask(host, "web", "api");
        Assert.Equal(NameKind.HostsFile, answer.Kind);
        Assert.Equal([IPAddress.Parse("172.18.0.9")], answer.Addresses);
        Assert.Empty(answer.Owners);
        Assert.Equal("old", Assert.Single(Ask(linked, "front", "old").Owners).Name);
    }

    [Theory]
    [InlineData("api:172.18.0.9", "172.18.0.9")]
    [InlineData("api=172.18.0.9", "172.18.0.9")]
    [InlineData("api:2001:db8::9", "2001:db8::9")]
    [InlineData("api:[2001:db8::9]", "2001:db8::9")]
    public void FileThatWasNotRead_IsWhatTheEngineWroteThere(string extra, string address)
    {
        NameAnswer answer = Ask(Edit(Host(), "web", c => c with { Hosts = null, ExtraHosts = [extra, "x:host-gateway"] }), "web", "api");

        Assert.Equal(NameKind.HostsFile, answer.Kind);
        Assert.Equal([IPAddress.Parse(address)], answer.Addresses);
    }

    [Fact]
    public void LinkOnAUserNetwork_IsANameForTheAskerOnly()
    {
        HostBuilder host = Edit(Host(), "web", c => c with { Endpoints = [c.Endpoints[0] with { Links = ["shop-api-1:backend"] }] });

        Assert.Equal("shop-api-1", Assert.Single(Ask(host, "web", "backend").Owners).Name);
        Assert.Equal(NameKind.NoSuchName, Ask(Host(), "web", "backend").Kind);
    }

    [Fact]
    public void SharedNamespace_AsksTheNameServerOfItsOwner()
    {
        HostBuilder host = Host().With(s => s with
        {
            Containers = [.. s.Containers, new Container
            {
                Engine = "docker", Id = "5", Name = "side", State = ContainerState.Running, NetworkMode = "container:web", Hosts = [],
            }],
        });

        Assert.Equal(NameKind.EmbeddedDns, Ask(host, "side", "api").Kind);
    }

    [Fact]
    public void WhatWasNotRead_IsUnknown()
    {
        Assert.Equal(NameKind.Unknown, Ask(Edit(Host(), "web", c => c with { Hosts = null }), "web", "nobody").Kind);
        Assert.Equal(NameKind.Unknown, Ask(Edit(Host(), "old", c => c with { Endpoints = [c.Endpoints[0] with { Aliases = null }] }), "web", "nobody").Kind);
        Assert.Equal(NameKind.Unknown, Ask(Edit(Host(), "front", c => c with { NetworkMode = "host", Endpoints = [] }), "front", "api").Kind);
        Assert.Equal(NameKind.Unknown, Ask(Edit(Host(), "front", c => c with { NetworkMode = "container:gone", Endpoints = [] }), "front", "api").Kind);
    }

    [Fact]
    public void Literal_IsItself() => Assert.Equal("shop-api-1", Assert.Single(Ask(Host(), "web", "172.18.0.3").Owners).Name);

    [Theory]
    [InlineData(true, "api", NameKind.EmbeddedDns)]
    [InlineData(true, "api.dns.podman", NameKind.EmbeddedDns)]
    [InlineData(false, "api", NameKind.NoNamesOnDefaultBridge)]
    [InlineData(null, "api", NameKind.Unknown)]
    public void Podman_SaysWhichNetworksHaveNames(bool? names, string name, object kind)
    {
        HostBuilder host = Host().Engine(e => e with { Kind = EngineKind.Podman }).With(s => s with
        {
            Networks = [.. s.Networks.Select(n => n.Name == "app" ? n with { ResolvesNames = names } : n)],
        });

        Assert.Equal(kind, Ask(host, "web", name).Kind);
    }

    [Fact]
    public void RootlessContainerByItself_HasNoNames()
    {
        HostBuilder host = Edit(Host(), "front", c => c with { NetworkMode = "pasta", Endpoints = [new ContainerEndpoint { Network = "pasta" }] });

        Assert.Equal(NameKind.NoNamesOnDefaultBridge, Ask(host, "front", "api").Kind);
    }
}
