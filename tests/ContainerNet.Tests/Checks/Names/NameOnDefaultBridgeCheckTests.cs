using ContainerNet.Checks.Proxy;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;
using ContainerNet.Sources.Nginx;

namespace ContainerNet.Checks.Names;

public sealed class NameOnDefaultBridgeCheckTests
{
    [Theory, Fault("CN4003")]
    [InlineData("app")]
    [InlineData("app:8000")]
    public void ProxyThatDidNotComeUp_IsTheCauseOfItsStoppedContainer(string upstream)
    {
        HostBuilder host = Ended($"host not found in upstream \"{upstream}\" in /etc/nginx/nginx.conf:17");
        Finding finding = host.First("CN4003");

        Assert.Equal("gate asks for app, which is a container, but is only on network bridge, which has no names, and did not come up.", finding.Message);
        Assert.Contains(finding.Evidence, e => e.Source == "log of container gate" && e.Value.EndsWith("nginx.conf:17", StringComparison.Ordinal));
        Assert.Contains("docker network connect web app\ndocker network connect web gate", finding.Remedy, StringComparison.Ordinal);
        Assert.Equal((FindingRole.Consequence, "CN4003"), (host.Has("CN5005").Role, host.Has("CN5005").CausedBy));
    }

    [Fact, Fault("CN4003")]
    public void NameThatWasNotResolvedAtARequest_IsTheSame() => Assert.EndsWith("has no names.", Host().Container("gate", "172.17.0.4", [], ["80"], edit: c => c with { Hosts = [] })
        .NginxIn("gate", ProxyOf.Server("location / { set $to app; proxy_pass http://$to:8000; }"), "app could not be resolved (3: Host not found), client: 203.0.113.9")
        .First("CN4003").Message, StringComparison.Ordinal);

    [Theory, NearMiss("CN4003")]
    [InlineData("host not found in upstream \"elsewhere.example\" in /etc/nginx/nginx.conf:17")]
    [InlineData("unknown directive \"app\" in /etc/nginx/nginx.conf:3")]
    [InlineData("host not found in upstream")]
    public void OtherNamesAndOtherReasons_AreNot(string message) => Ended(message).HasNot("CN4003");

    [Fact, NearMiss("CN4003")]
    public void OnANetworkWithNames_TheReasonIsAnother()
    {
        HostBuilder host = Ended("host not found in upstream \"app\" in /etc/nginx/nginx.conf:17", "front");
        host.HasNot("CN4003");
        Assert.Contains(host.Has("CN5005").Evidence, e => e.Source == "log of container gate");
    }

    private static HostBuilder Host() => new HostBuilder().Web().Container("app", "172.17.0.3", [], ["8000"]);

    private static HostBuilder Ended(string message, string network = "bridge") => Host().Network("front", "br-1", "172.18.0.0/16")
        .Container("gate", "172.18.0.4", ["8088:80"], edit: c => c with { State = ContainerState.Exited, ExitCode = 1, ActivePorts = [] }, network: network)
        .With(f => f with
        {
            FailedProxies = [new FailedProxy
            {
                Program = "nginx", Engine = "docker", Container = "gate",
                Reason = NginxErrorLog.Parse($"2026/11/28 14:54:18 [emerg] 1#1: {message}")[0],
            }],
        });
}
