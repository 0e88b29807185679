using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Host;

/// <summary>
/// Forwarding is on for the host and off where the packets come in. The kernel asks the incoming interface only
/// (net/ipv4/route.c, ip_route_input_slow), and writing 1 to ip_forward when it is 1 does not touch the interfaces.
/// </summary>
internal sealed class ForwardingOffOnInterfaceCheck : ICheck
{
    internal static readonly FindingDescriptor Off = new(
        "CN1004", "Forwarding is off on one interface", Severity.Error, "Interface {0} does not forward, though net.ipv4.ip_forward is 1: {1}")
    {
        ExplainedBy = ["CN1001"],
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Off];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Settings | FactKinds.Links;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        List<ContainerNetwork> networks = [.. facts.NetworksInUse()];
        if (!ForwardingFiles.IPv4(facts).IsOn || networks.Count == 0)
        {
            yield break;
        }

        IReadOnlyList<Link> uplinks = facts.Uplinks();
        foreach (Link link in uplinks.UnionBy(facts.OutsideLinks(), l => l.Name).Where(l => IsOff(facts, l)))
        {
            yield return About(facts, link, "what other machines send to published ports is dropped without a word.") with
            {
                // An interface beside the way out may be kept from forwarding on purpose.
                Severity = uplinks.Any(l => l.Index == link.Index) ? Severity.Error : Severity.Warning,
            };
        }

        foreach (ContainerNetwork network in networks)
        {
            if (facts.Link(network.Bridge!) is { } bridge && IsOff(facts, bridge))
            {
                yield return About(facts, bridge, $"containers of network {network.Name} reach nothing outside.") with
                {
                    Engine = network.Engine,
                    Network = network.Name,
                };
            }
        }
    }

    private static Finding About(Snapshot facts, Link link, string effect)
    {
        string key = Key(link);
        return Off.About($"interface {link.Name}", link.Name, effect) with
        {
            Interface = link.Name,
            Evidence =
            [
                Questions.Read($"/proc/sys/net/ipv4/conf/{link.Name}/forwarding", "0"),
                Questions.Read("/proc/sys/net/ipv4/ip_forward", ForwardingFiles.IPv4(facts).Value ?? "not read"),
                .. (facts.Setting(key)?.Assignments ?? []).Take(8)
                    .Select(a => Questions.Read($"{a.File}:{a.Line}", $"{a.Key} = {a.Value}")),
            ],
            Remedy = $"sysctl -w {key}=1\necho '{key} = 1' >> /etc/sysctl.d/zz-containernet.conf",
            Repairable = true,
        };
    }

    /// <summary>sysctl writes a dot inside a name as a slash when dots are the separators.</summary>
    private static string Key(Link link) => $"net.ipv4.conf.{KernelSetting.InKey(link.Name)}.forwarding";

    private static bool IsOff(Snapshot facts, Link link) => link.ForwardingIPv4 is bool on
        ? !on
        : Questions.Is(facts.Setting(Key(link))?.Value, "0");
}
