using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Ports;

public sealed class HostNetworkLoopbackCheckTests
{
    private static HostBuilder Host(string[] addresses, int? exposed = 9000, int? process = 77, IReadOnlyList<RunningProxy>? proxies = null) => new HostBuilder()
        .Web().With(s => s with
        {
            Proxies = proxies ?? [],
            Containers = [.. s.Containers, new Container
            {
                Engine = "docker", Id = "7", Name = "metrics", State = ContainerState.Running, ProcessId = 77, NetworkMode = "host",
                ExposedPorts = exposed is int port ? [new ExposedPort(port, Protocol.Tcp)] : [],
                Listeners = [.. addresses.Select(a => new ContainerListener
                {
                    Protocol = Protocol.Tcp, Address = IPAddress.Parse(a), Port = 9000, ProcessId = process, ProcessName = "metrics",
                })],
            }],
        });

    [Fact, Fault("CN5008")]
    public void ExposedPortOnLoopback_IsNamed()
    {
        Finding finding = Host(["127.0.0.1", "::1"]).First("CN5008");

        Assert.Equal(("metrics", 9000, Severity.Warning), (finding.Container, finding.Port, finding.Severity));
        Assert.Equal(
            "metrics uses the host's network and exposes port 9000/tcp, but listens on 127.0.0.1:9000, [::1]:9000, which only this host reaches, "
            + "and no proxy that was found leads there.", finding.Message);
    }

    [Fact, NearMiss("CN5008")]
    public void ServedNotExposedOrSomebodyElse_IsSilent()
    {
        Host(["0.0.0.0"]).HasNot("CN5008");
        Host(["127.0.0.1", "192.0.2.1"]).HasNot("CN5008");
        Host(["127.0.0.1"], exposed: null).HasNot("CN5008");
        Host(["127.0.0.1"], exposed: 9001).HasNot("CN5008");
        Host(["127.0.0.1"], process: null).HasNot("CN5008");
    }

    [Fact]
    public void ProxyInFront_IsWhatItIsFor() => Host(["127.0.0.1"], proxies: [NginxOf.Servers("server { listen 80; location / { proxy_pass http://127.0.0.1:9000; } }")])
        .HasNot("CN5008");

    [Fact]
    public void ProxiesNotLookedAt_IsWorthKnowingOnly() =>
        Assert.Equal(Severity.Info, Host(["127.0.0.1"]).With(s => s with { Proxies = null }).First("CN5008").Severity);
}
