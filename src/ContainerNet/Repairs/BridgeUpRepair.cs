using System.Globalization;
using System.Net;
using ContainerNet.Findings;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Repairs;

/// <summary>Switches a bridge on that somebody switched off, and gives it the gateway addresses back that it has lost.</summary>
public sealed class BridgeUpRepair : IRepair
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Codes => ["CN2001", "CN2008"];

    /// <inheritdoc/>
    public RepairPlan? Plan(Finding finding, Snapshot facts)
    {
        ContainerNetwork? network = facts.Networks.FirstOrDefault(n => n.Bridge is not null
            && (finding.Network is null || string.Equals(n.Name, finding.Network, StringComparison.Ordinal))
            && (finding.Engine is null || string.Equals(n.Engine, finding.Engine, StringComparison.Ordinal))
            && (finding.Interface is null || string.Equals(n.Bridge, finding.Interface, StringComparison.Ordinal))
            && (finding.Network is not null || finding.Interface is not null
                || finding.Subject.Contains(n.Bridge, StringComparison.Ordinal)));
        if (network is null || !facts.Has(FactKinds.Links) || facts.Link(network.Bridge!) is not { } link)
        {
            // A bridge that is gone takes the containers' veths with it: only the engine can make it again.
            return null;
        }

        List<RepairStep> steps = [];
        if (!link.IsUp)
        {
            steps.Add(new CommandStep
            {
                Description = $"Switch bridge {link.Name} on",
                Risk = "None.",
                Command = CommandLine.Of("ip", "link", "set", "dev", link.Name, "up"),
                Inverse = CommandLine.Of("ip", "link", "set", "dev", link.Name, "down"),
            });
        }

        foreach (NetworkSubnet subnet in network.Subnets)
        {
            if (subnet.Gateway is { } gateway
                && !facts.Addresses.Any(a => a.LinkIndex == link.Index && a.Address.Equals(gateway)))
            {
                steps.Add(AddressStep(link, subnet.Subnet, gateway));
            }
        }

        return new RepairPlan
        {
            Code = finding.Code,
            Subject = finding.Subject,
            Title = $"Bring bridge {link.Name} of network {network.Name} back",
            Steps = steps,
        };
    }

    /// <summary>The kernel forgets IPv6 addresses of an interface that goes down, and others may have removed them.</summary>
    private static CommandStep AddressStep(Link link, IPNetwork subnet, IPAddress gateway)
    {
        string address = string.Create(CultureInfo.InvariantCulture, $"{gateway}/{subnet.PrefixLength}");
        return new CommandStep
        {
            Description = $"Give {link.Name} the gateway address {address} back",
            Risk = "None: the engine's own address for this bridge.",
            Command = CommandLine.Of("ip", "address", "add", address, "dev", link.Name),
            Inverse = CommandLine.Of("ip", "address", "delete", address, "dev", link.Name),
        };
    }
}
