using System.Net;
using ContainerNet.Checks;
using ContainerNet.Checks.Proxy;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;
using ContainerNet.Paths.Walking;
using ContainerNet.Sources.Nginx;

namespace ContainerNet.Repairs;

/// <summary>nginx in the container web, which passes requests to port 9700 of the host.</summary>
internal static class GateHost
{
    /// <summary>With a rule and a policy of INPUT.</summary>
    public static Snapshot Facts(string? rule, RuleAction policy)
    {
        string rules = WalkedHost.Rules.Replace(
            ":INPUT ACCEPT [0:0]\n:FORWARD DROP", $":INPUT {policy.ToString().ToUpperInvariant()} [0:0]\n:ufw-before-input - [0:0]\n:FORWARD DROP", StringComparison.Ordinal);
        return new WalkedHost(rule is null ? rules : rules.Replace("-A FORWARD -j DOCKER-USER", $"{rule}\n-A FORWARD -j DOCKER-USER", StringComparison.Ordinal))
            .With(f => f with
            {
                HostListeners = [.. f.HostListeners, new ContainerListener { Protocol = Protocol.Tcp, Address = IPAddress.Any, Port = 9700, ProcessId = 77, ProcessName = "app" }],
                Proxies =
                [
                    new RunningProxy
                    {
                        Program = "nginx", ProcessId = 4000, Engine = "docker", Container = "web", LoadedAt = HostBuilder.Boot, Failures = [],
                        Configuration = NginxText.ReadHttp(ProxyOf.Server("location / { proxy_pass http://172.17.0.1:9700; }"), new Version("1.26.3")),
                    },
                ],
            }).Facts;
    }
}
