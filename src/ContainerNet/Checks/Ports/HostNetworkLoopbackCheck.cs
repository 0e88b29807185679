using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

/// <summary>A service in the host's network says that clients are meant for its port, and listens on the host's loopback only.</summary>
internal sealed class HostNetworkLoopbackCheck : ICheck
{
    internal static readonly FindingDescriptor Closed = new(
        "CN5008", "A service in the host's network listens on loopback only", Severity.Warning,
        "{0} uses the host's network and exposes port {1}, but listens on {2}, which only this host reaches{3}.");

    public IReadOnlyList<FindingDescriptor> Reports => [Closed];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Listeners;

    public IEnumerable<Finding> Run(Snapshot facts) =>
        from container in facts.Containers
        where container is { IsRunning: true, IsHostNetwork: true }
        let all = container.Listeners ?? []
        from port in container.ExposedPorts ?? []
        // Everything on the host listens in that namespace; only the container's own processes are looked up.
        let own = all.Where(l => l.ProcessId is not null && l.Protocol == port.Protocol && l.Port == port.Port).ToList()
        where own.Count > 0 && own.TrueForAll(l => l.IsLoopback) && !IsBehindProxy(facts, port)
        // Another one who listens there on all addresses may be what lets clients in.
        where !all.Any(l => l.Protocol == port.Protocol && l.Port == port.Port && !l.IsLoopback)
        select About(facts, container, port, own);

    /// <summary>Behind a proxy of the same host, loopback is just right.</summary>
    private static bool IsBehindProxy(Snapshot facts, ExposedPort port) => (facts.Proxies ?? [])
        .Where(p => p.InHostNetwork)
        .SelectMany(Model.Proxies.ProxyRoutes.Of)
        .SelectMany(r => r.Upstream)
        .Any(s => s.Port == port.Port && s.UnixPath is null);

    private static Finding About(Snapshot facts, Container container, ExposedPort port, List<ContainerListener> own)
    {
        string text = Questions.PortText(port.Port, port.Protocol);
        return Closed.About(
            $"port {text} of {container.Name}",
            container.Name,
            text,
            Questions.Names(own.Select(l => Questions.AddressText(l.Address, l.Port))),
            facts.Proxies is null ? "" : ", and no proxy that was found leads there") with
        {
            // Without a look at proxies this may be what was wanted.
            Severity = facts.Has(FactKinds.Proxies) && facts.Proxies is not null ? Severity.Warning : Severity.Info,
            Engine = container.Engine,
            Container = container.Name,
            Port = port.Port,
            Protocol = port.Protocol,
            Evidence =
            [
                Questions.Read($"{container.Engine} container {container.Name}", $"NetworkMode {container.NetworkMode}, ExposedPorts {text}"),
                .. own.Select(l => Questions.Read($"/proc/{l.ProcessId}/net/{port.Protocol.ToString().ToLowerInvariant()}", Listening.Text(l))),
            ],
            Remedy = $"Let the application of {container.Name} listen on 0.0.0.0 (and ::), or on the address that clients use, and open {text} in the firewall; "
                + "or put a proxy of this host in front of it.",
        };
    }
}
