using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Networks;

/// <summary>A container asks to publish ports in a network mode where publishing means nothing.</summary>
internal sealed class NetworkModeWithoutPortsCheck : ICheck
{
    internal static readonly FindingDescriptor Meaningless = new(
        "CN2007", "The network mode makes published ports meaningless", Severity.Warning, "{0} asks for {1} in network mode {2}: {3}");

    public IReadOnlyList<FindingDescriptor> Reports => [Meaningless];

    public FactKinds Needs => FactKinds.Engines;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach (Container container in facts.Containers.Where(c => c.IsRunning && c.PortBindings.Count > 0))
        {
            if (Effect(container) is not { } effect)
            {
                continue;
            }

            List<PortBinding> ports = [.. container.PortBindings.DistinctBy(b => (b.HostPort, b.ContainerPort, b.Protocol))];
            yield return Meaningless.About(
                $"container {container.Name}",
                container.Name,
                Questions.Names(ports.Select(b => Questions.PortText(b.HostPort, b.Protocol))),
                container.NetworkMode,
                effect) with
            {
                Engine = container.Engine,
                Container = container.Name,
                Port = ports.Count == 1 ? ports[0].HostPort : null,
                Protocol = ports.Count == 1 ? ports[0].Protocol : null,
                Evidence = [Questions.Read($"{container.Engine} container {container.Name}", $"NetworkMode: {container.NetworkMode}")],
                Remedy = $"Run {container.Name} on a bridge network, or leave out the published ports and use what applies: {effect}",
            };
        }
    }

    private static string? Effect(Container container)
    {
        int port = container.PortBindings[0].ContainerPort;
        string mode = container.NetworkMode;
        return mode switch
        {
            "host" => $"the application listens on the host itself, at its own port {port}, and nothing is translated.",
            "none" => "the container has no network at all.",
            _ when mode.StartsWith("container:", StringComparison.Ordinal) => "publish the ports at the container whose network it shares.",
            _ when mode.StartsWith("ns:", StringComparison.Ordinal) => "whoever made that network namespace decides what reaches it.",
            _ => null,
        };
    }
}
