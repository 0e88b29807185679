using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Networks;

/// <summary>The bridge of a network is gone or down, so its containers are cut off.</summary>
internal sealed class BridgeDownCheck : ICheck
{
    internal static readonly FindingDescriptor Down = new(
        "CN2001", "The bridge is missing or down", Severity.Error, "Bridge {0} of network {1} is {2}: {3}");

    public IReadOnlyList<FindingDescriptor> Reports => [Down];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Links;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach (ContainerEngine engine in facts.HostEngines())
        {
            foreach (ContainerNetwork network in facts.Networks.Where(n => n.Bridge is not null
                && Questions.Is(n.Driver, "bridge") && Questions.Is(n.Engine, engine.Name)))
            {
                Link? bridge = facts.Link(network.Bridge!);
                List<string> members = [.. facts.MembersOf(network).Select(c => c.Name)];

                // Podman makes a bridge when its first container starts: without members only a bridge that was taken
                // down says anything.
                if (bridge is { IsUp: true } || (bridge is null && members.Count == 0))
                {
                    continue;
                }

                yield return About(facts, engine, network, bridge, members);
            }
        }
    }

    private static Finding About(
        Snapshot facts, ContainerEngine engine, ContainerNetwork network, Link? bridge, List<string> members)
    {
        string unit = engine.Kind == EngineKind.Docker ? "systemctl restart docker" : "podman network reload --all";
        return Down.About(
            $"network {network.Name}",
            network.Bridge!,
            network.Name,
            bridge is null ? "missing" : "down",
            members.Count == 0 ? "its next container will be cut off." : $"{Questions.Names(members)} cannot be reached.") with
        {
            Severity = members.Count == 0 ? Severity.Warning : Severity.Error,
            Engine = engine.Name,
            Network = network.Name,
            Interface = network.Bridge,
            Evidence =
            [
                Questions.Read($"link {network.Bridge}", bridge is null ? "no such interface" : "administratively down"),
                Questions.Read($"{engine.Name} network {network.Name}", $"bridge {network.Bridge}, {members.Count} running containers"),
                .. bridge is null ? BridgeAddressLostCheck.Managers(facts) : [],
            ],
            Remedy = bridge is null ? unit : $"ip link set dev {network.Bridge} up",
            Repairable = bridge is not null,
        };
    }
}
