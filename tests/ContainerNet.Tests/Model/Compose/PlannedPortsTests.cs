using System.Net;
using ContainerNet.Sources.Compose;
using ContainerNet.Yaml;

namespace ContainerNet.Model.Compose;

public sealed class PlannedPortsTests
{
    [Theory]
    [InlineData(null, "0.0.0.0", true)]
    [InlineData("0.0.0.0", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "127.0.0.2", false)]
    [InlineData("0.0.0.0", "::1", false)]
    [InlineData("::", "::1", true)]
    public void Addresses_ExcludeEachOther(string? one, string? other, bool expected) =>
        Assert.Equal(expected, HostPorts.Overlap(one is null ? null : IPAddress.Parse(one), other is null ? null : IPAddress.Parse(other)));

    [Theory]
    [InlineData("8080:80", "0.0.0.0", "Tcp", true)]
    [InlineData("8080:80", "127.0.0.1", "Tcp", true)]
    [InlineData("8080:80", "::", "Tcp", true)]
    [InlineData("127.0.0.1:8080:80", "::", "Tcp", true)]
    [InlineData("127.0.0.1:8080:80", "::1", "Tcp", false)]
    [InlineData("127.0.0.1:8080:80", "192.0.2.1", "Tcp", false)]
    [InlineData("8080:80", "0.0.0.0", "Udp", false)]
    [InlineData("8080:80/udp", "0.0.0.0", "Udp", true)]
    [InlineData("8081:8080", "0.0.0.0", "Tcp", false)]
    [InlineData("8080-8081:80", "0.0.0.0", "Tcp", false)]
    [InlineData("8080", "0.0.0.0", "Tcp", false)]
    public void Listener_StandsInTheWay(string port, string address, string protocol, bool expected)
    {
        ContainerListener listener = new()
        {
            Protocol = Enum.Parse<Protocol>(protocol), Address = IPAddress.Parse(address), Port = 8080, ProcessName = "nginx", ProcessId = 7,
        };

        PlannedPort planned = Assert.Single(Plan($"services:\n  a:\n    image: a\n    ports: [\"{port}\"]\n", Facts() with { HostListeners = [listener] }));

        Assert.Equal(expected ? "nginx (process 7)" : "", string.Join(";", planned.Conflicts));
    }

    [Fact]
    public void ForwarderOfAPublishedPort_IsNamedByItsContainer_AndTheProjectsOwnIsNone()
    {
        Snapshot facts = Facts() with
        {
            HostListeners = [new ContainerListener { Protocol = Protocol.Tcp, Address = IPAddress.Any, Port = 8080, ProcessName = "docker-proxy", ProcessId = 9 }],
            Containers = [Running("shop-web-1")],
        };
        const string Text = "services:\n  a:\n    image: a\n    ports: [\"8080:80\"]\n";

        Assert.Equal("container shop-web-1", string.Join(";", Plan(Text, facts)[0].Conflicts));
        Assert.Empty(Plan(Text, facts with { Containers = [Running("p-a-1")] })[0].Conflicts);
        Assert.Empty(Plan(Text, facts with { Containers = [Running("p_a_1")] })[0].Conflicts);
    }

    [Fact]
    public void ServicesAndReplicas_WantTheSamePort()
    {
        IReadOnlyList<PlannedPort> ports = Plan(
            "services:\n  a: {image: a, ports: [\"80:80\"]}\n  b: {image: b, ports: [\"127.0.0.1:80:81\"]}\n  c: {image: c, scale: 3, ports: [\"90-91:90\"]}\n  d: {image: d, network_mode: host, ports: [\"80:80\"]}\n",
            null);

        Assert.Equal("service b (compose.yaml:3)", string.Join(";", ports[0].Conflicts));
        Assert.Equal("service a (compose.yaml:2)", string.Join(";", ports[1].Conflicts));
        Assert.Contains("of which there are 3 containers", string.Join(";", ports[2].Conflicts), StringComparison.Ordinal);
        Assert.False(ports[3].Published);
        Assert.Empty(ports[3].Conflicts);
    }

    private static Container Running(string name) => new()
    {
        Engine = "docker", Id = name, Name = name, State = ContainerState.Running,
        ActivePorts = [new PortBinding { Protocol = Protocol.Tcp, ContainerPort = 80, HostPort = 8080, HostAddress = IPAddress.Any }],
    };

    private static Snapshot Facts() => new() { Host = new HostInfo { Name = "h" }, CollectedAt = DateTimeOffset.UnixEpoch };

    private static IReadOnlyList<PlannedPort> Plan(string text, Snapshot? facts) => PlannedPorts.Of(
        ComposeReader.Read(new BareHost(("/p/compose.yaml", text)), new YamlDotNetReader(), new ComposeOptions { Files = ["/p/compose.yaml"] }), facts);
}
