using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Networks;

/// <summary>A container asks to publish ports, and its network is internal: the engine publishes nothing.</summary>
internal sealed class InternalNetworkPortCheck : ICheck
{
    internal static readonly FindingDescriptor Internal = new(
        "CN2006",
        "Ports of an internal network are not published",
        Severity.Error,
        "{0} asks for {1}, but its network {2} is internal and has no way in or out: nothing listens on the host.");

    public IReadOnlyList<FindingDescriptor> Reports => [Internal];

    public FactKinds Needs => FactKinds.Engines;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach (Container container in facts.Containers.Where(c => c.IsRunning && c.PortBindings.Count > 0))
        {
            List<ContainerNetwork> networks = [.. container.Endpoints
                .Select(e => facts.NetworkOf(container.Engine, e.Network)).OfType<ContainerNetwork>()];
            ContainerNetwork? blind = networks.Find(n => n.Internal);

            // With a second, open network the engine publishes there, unless the internal one came first (moby#36174).
            if (blind is null || (networks.Exists(n => !n.Internal) && container.ActivePorts.Any(b => b.HostPort > 0)))
            {
                continue;
            }

            List<PortBinding> ports = [.. container.PortBindings.DistinctBy(b => (b.HostPort, b.ContainerPort, b.Protocol))];
            yield return Internal.About(
                $"container {container.Name}",
                container.Name,
                Questions.Names(ports.Select(b => Questions.PortText(b.HostPort > 0 ? b.HostPort : b.ContainerPort, b.Protocol))),
                blind.Name) with
            {
                Engine = container.Engine,
                Container = container.Name,
                Network = blind.Name,
                Interface = blind.Bridge,
                Port = ports.Count == 1 && ports[0].HostPort > 0 ? ports[0].HostPort : null,
                Protocol = ports.Count == 1 ? ports[0].Protocol : null,
                Evidence =
                [
                    Questions.Read($"{container.Engine} network {blind.Name}", "Internal: true"),
                    Questions.Read($"{container.Engine} container {container.Name}", $"published now: {container.ActivePorts.Count(b => b.HostPort > 0)} ports"),
                ],
                Remedy = facts.Client(container.Engine, "network create front") + "\n"
                    + facts.Client(container.Engine, $"network connect front {container.Name}") + "\n"
                    + facts.Client(container.Engine, $"restart {container.Name}") + "\n"
                    + $"or make {blind.Name} again without --internal.",
            };
        }
    }
}
