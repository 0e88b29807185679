using ContainerNet.Findings;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>Puts the host's end of a container's cable back on its bridge, and switches it on.</summary>
public sealed class AttachVethRepair : IRepair
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Codes => ["CN2002"];

    /// <inheritdoc/>
    public RepairPlan? Plan(Finding finding, Snapshot facts)
    {
        ContainerNetwork? network = facts.Networks.FirstOrDefault(n => n.Bridge is not null
            && string.Equals(n.Name, finding.Network, StringComparison.Ordinal)
            && (finding.Engine is null || string.Equals(n.Engine, finding.Engine, StringComparison.Ordinal)));
        if (network is null || finding.Interface is null || !facts.Has(FactKinds.Links)
            || facts.Link(network.Bridge!) is not { } bridge
            || facts.Link(finding.Interface) is not { Kind: "veth" } port
            || !LeadsInto(facts, finding, port))
        {
            // The container's own end is down, or the cable is not what it was: only the engine can make it anew.
            return null;
        }

        List<RepairStep> steps = [];
        if (port.MasterIndex != bridge.Index)
        {
            string? before = facts.Links.FirstOrDefault(l => l.Index == port.MasterIndex)?.Name;
            steps.Add(Step(
                $"Attach {port.Name} to bridge {bridge.Name}" + (before is null ? "" : $" instead of {before}"),
                CommandLine.Of("ip", "link", "set", "dev", port.Name, "master", bridge.Name),
                before is null
                    ? CommandLine.Of("ip", "link", "set", "dev", port.Name, "nomaster")
                    : CommandLine.Of("ip", "link", "set", "dev", port.Name, "master", before)));

            // A port that is attached anew begins without it, and without a userland proxy a container reaches its own
            // published ports by it.
            if (facts.Engines.Any(e => string.Equals(e.Name, network.Engine, StringComparison.Ordinal)
                && e.Options is { Known: true, UserlandProxy: false }))
            {
                steps.Add(Step(
                    $"Let {port.Name} send frames back where they came from (hairpin), as the engine does",
                    CommandLine.Of("bridge", "link", "set", "dev", port.Name, "hairpin", "on"),
                    CommandLine.Of("bridge", "link", "set", "dev", port.Name, "hairpin", "off")));
            }
        }

        if (!port.IsUp)
        {
            steps.Add(Step(
                $"Switch {port.Name} on",
                CommandLine.Of("ip", "link", "set", "dev", port.Name, "up"),
                CommandLine.Of("ip", "link", "set", "dev", port.Name, "down")));
        }

        return new RepairPlan
        {
            Code = finding.Code,
            Subject = finding.Subject,
            Title = $"Join {finding.Container} to bridge {bridge.Name} of network {network.Name} again",
            Steps = steps,
        };
    }

    /// <summary>Is it still the cable of that container? Names of veths are drawn by lot, but never say whose they are.</summary>
    private static bool LeadsInto(Snapshot facts, Finding finding, Link port) => facts.Namespaces?.Any(
        n => n.Containers.Contains(finding.Container ?? "", StringComparer.Ordinal)
            && n.Links.Any(l => l.Index == port.PeerIndex && l.PeerIndex == port.Index)) == true;

    private static CommandStep Step(string description, CommandLine command, CommandLine inverse) => new()
    {
        Description = description,
        Risk = "None: as the engine made it.",
        Command = command,
        Inverse = inverse,
    };
}
