using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Host;

/// <summary>
/// Without a userland proxy, published ports answer at 127.0.0.1 by translation alone, and the kernel lets a packet with a
/// loopback address out by a bridge only with route_localnet. The engine sets it when it starts and makes a network, and does not
/// look at it again. The kernel takes conf/all or the interface's own (include/linux/inetdevice.h, IN_DEV_ROUTE_LOCALNET).
/// </summary>
internal sealed class RouteLocalnetOffCheck : ICheck
{
    private const string All = "net.ipv4.conf.all.route_localnet";

    internal static readonly FindingDescriptor Off = new(
        "CN1007",
        "Published ports do not answer at the host's loopback",
        Severity.Warning,
        "What this host sends to 127.0.0.1 for {0} on network {1} is dropped: {2} does not route loopback addresses, and "
            + "{3} runs without a userland proxy.");

    public IReadOnlyList<FindingDescriptor> Reports => [Off];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Settings;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach (ContainerNetwork network in facts.NetworksInUse())
        {
            string key = $"net.ipv4.conf.{KernelSetting.InKey(network.Bridge!)}.route_localnet";
            if (facts.EngineOf(network.Engine) is not { } engine || !NeedsIt(engine) || network.GatewayModeIPv4 is "routed" or "isolated"
                || !Questions.Is(facts.Setting(key)?.Value, "0") || !Questions.Is(facts.Setting(All)?.Value, "0"))
            {
                continue;
            }

            List<ContainerPort> ports = [.. facts.PublishedPorts().Where(p => Questions.Is(p.Engine, engine.Name)
                && Questions.Is(p.Network, network.Name) && AnswersAtLoopback(p.HostAddress))];
            if (ports.Count > 0)
            {
                yield return About(facts, network, engine, key, ports);
            }
        }
    }

    /// <summary>An engine that writes no rules needs its proxy, and one that writes through nftables does not set it.</summary>
    private static bool NeedsIt(ContainerEngine engine) => engine.Kind == EngineKind.Docker
        && engine.Options is { Known: true, UserlandProxy: false, Iptables: true }
        && engine.FirewallBackend.StartsWith("iptables", StringComparison.Ordinal);

    private static bool AnswersAtLoopback(IPAddress? address) => address is null || address.Equals(IPAddress.Any)
        || (IPAddress.IsLoopback(address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork);

    private static Finding About(
        Snapshot facts, ContainerNetwork network, ContainerEngine engine, string key, List<ContainerPort> ports)
    {
        ContainerPort? only = ports.DistinctBy(p => (p.HostPort, p.Protocol)).Take(2).ToList() is [{ } one] ? one : null;
        return Off.About(
            $"network {network.Name}",
            Questions.Names(ports.Select(Questions.SubjectOf)),
            network.Name,
            network.Bridge!,
            engine.Name) with
        {
            // A port that is published on loopback alone has no other way in.
            Severity = ports.Exists(p => p.HostAddress is not null && IPAddress.IsLoopback(p.HostAddress)) ? Severity.Error : Severity.Warning,
            Engine = engine.Name,
            Network = network.Name,
            Interface = network.Bridge,
            Container = only?.Container,
            Port = only?.HostPort,
            Protocol = only?.Protocol,
            Evidence =
            [
                Questions.Read($"/proc/sys/net/ipv4/conf/{network.Bridge}/route_localnet", "0"),
                Questions.Read("/proc/sys/net/ipv4/conf/all/route_localnet", "0"),
                Questions.Read(engine.Options.Source.Count > 0 ? engine.Options.Source[^1] : engine.Name, "userland-proxy: false"),
                .. (facts.Setting(key)?.Assignments ?? []).Take(4)
                    .Select(a => Questions.Read($"{a.File}:{a.Line}", $"{a.Key} = {a.Value}")),
            ],
            Remedy = $"sysctl -w {key}=1\necho '{key} = 1' >> /etc/sysctl.d/zz-containernet.conf\n"
                + "or restart the engine, which sets it; or use an address of the host other than 127.0.0.1.",
            Repairable = true,
        };
    }
}
