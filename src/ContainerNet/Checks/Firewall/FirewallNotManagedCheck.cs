using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>The engine was told to leave the firewall alone, and containers publish ports through its bridges.</summary>
internal sealed class FirewallNotManagedCheck : ICheck
{
    internal static readonly FindingDescriptor NotManaged = new(
        "CN3011",
        "The engine does not manage the firewall",
        Severity.Warning,
        "{0} was told to leave iptables alone, and {1} publish ports through its bridges: {2}, and containers have no masqueraded way out.");

    public IReadOnlyList<FindingDescriptor> Reports => [NotManaged];

    public FactKinds Needs => FactKinds.Engines;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach (ContainerEngine engine in facts.HostEngines().Where(e => e.Options is { Known: true, Iptables: false }))
        {
            List<string> names = [.. facts.PublishedPorts()
                .Where(p => Questions.Is(p.Engine, engine.Name) && facts.NetworkOf(p.Engine, p.Network) is { IsForwarded: true })
                .Select(p => p.Container).Distinct()];
            if (names.Count == 0)
            {
                continue;
            }

            yield return NotManaged.About(
                $"engine {engine.Name}",
                engine.Name,
                Questions.Names(names),
                engine.Options.UserlandProxy
                    ? "only the forwarder docker-proxy serves them, which hides the client's address"
                    : "nothing serves them") with
            {
                Severity = engine.Options.UserlandProxy ? Severity.Warning : Severity.Error,
                Engine = engine.Name,
                Evidence = [.. engine.Options.Source.DefaultIfEmpty("daemon options").Select(s => Questions.Read(s, "iptables = false"))],
                Remedy = "Remove \"iptables\": false from /etc/docker/daemon.json (or --iptables=false from the unit), then: systemctl restart docker",
            };
        }
    }
}
