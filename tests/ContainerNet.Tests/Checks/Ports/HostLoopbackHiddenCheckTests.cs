using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Ports;

public sealed class HostLoopbackHiddenCheckTests
{
    private const string Netns = "/run/user/1000/netns/netns-1";

    private static HostBuilder Rootless(
        string helper, string? loopback = null, string name = "host.containers.internal", string address = "169.254.1.2", string listens = "127.0.0.1",
        int port = 5432, string? path = Netns) => new HostBuilder().HostListener(5432, "postgres", 900, listens).With(s => s with
        {
            Engines = [.. s.Engines, new ContainerEngine
            {
                Name = "podman:sam", Kind = EngineKind.Podman, Version = "5.4.2", ApiVersion = "1.41", Socket = "/run/user/1000/podman/podman.sock", Rootless = true,
            }],
            Forwarders = [.. s.Forwarders, new HostProcess { ProcessId = 800, Name = helper, NetworkPath = Netns, HostLoopback = loopback }],
            Containers = [.. s.Containers, new Container
            {
                Engine = "podman:sam", Id = "9", Name = "shop", State = ContainerState.Running, ProcessId = 801, NetworkMode = helper, NetworkPath = path,
                Hosts = [new HostsEntry("host.containers.internal", IPAddress.Parse(address))],
                HostTargets = [new HostTarget(name, port)],
            }],
        });

    [Fact, Fault("CN5012")]
    public void Pasta_LeadsToTheHostButNotToItsLoopback()
    {
        Finding finding = Rootless("pasta").First("CN5012");

        Assert.Equal(("shop", "podman:sam", Severity.Error), (finding.Container, finding.Engine, finding.Severity));
        Assert.Equal(
            "shop is to use host.containers.internal:5432 of its host, which listens on 127.0.0.1:5432 only, and pasta does not lead there.", finding.Message);
        Assert.Contains("--network pasta:-T,5432", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Slirp4netns_HidesItToo()
    {
        Assert.Contains("slirp4netns does not", Rootless("slirp4netns", name: "10.0.2.2").First("CN5012").Message, StringComparison.Ordinal);
        Assert.NotNull(Rootless("slirp4netns", address: "192.0.2.1").First("CN5012"));
    }

    [Fact]
    public void Bridge_DoesNotLeadThereEither()
    {
        Finding finding = new HostBuilder().HostListener(5432, "postgres", 900, "127.0.0.1").Container("api", "172.17.0.2", [], edit: c => c with
        {
            Hosts = [new HostsEntry("host.docker.internal", IPAddress.Parse("172.17.0.1"))],
            HostTargets = [new HostTarget("host.docker.internal", 5432)],
        }).First("CN5012");

        Assert.Contains("the bridge does not lead there", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UpstreamOfAProxyInTheContainer_IsAskedForAsWell()
    {
        Finding finding = new HostBuilder().HostListener(5432, "app", 900, "127.0.0.1").Container("front", "172.17.0.2", [], edit: c => c with
        {
            Hosts = [new HostsEntry("host.docker.internal", IPAddress.Parse("172.17.0.1"))],
        }).With(s => s with
        {
            Proxies = [NginxOf.Servers("server { listen 80; location / { proxy_pass http://host.docker.internal:5432; } }", "front")],
        }).First("CN5012");

        Assert.Equal("front", finding.Container);
    }

    [Fact, NearMiss("CN5012")]
    public void ReachedOtherwiseOrNotAskedFor_IsSilent()
    {
        Rootless("pasta", listens: "0.0.0.0").HasNot("CN5012");
        Rootless("pasta", port: 5433).HasNot("CN5012");
        Rootless("pasta", loopback: "169.254.1.2").HasNot("CN5012");
        Rootless("slirp4netns", loopback: "gateway", name: "10.0.2.2").HasNot("CN5012");
        Rootless("pasta").With(s => s with { Containers = [.. s.Containers.Select(c => c with { HostTargets = [] })] }).HasNot("CN5012");
    }

    [Fact]
    public void HelperOrNameNotKnown_ProvesNothing()
    {
        Rootless("pasta", path: null).HasNot("CN5012");
        Rootless("pasta", name: "host.docker.internal").HasNot("CN5012");
    }
}
