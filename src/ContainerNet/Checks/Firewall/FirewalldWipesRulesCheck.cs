using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>
/// This firewalld flushes all of iptables when it reloads, restarts or stops (firewalld fw.py,
/// may_skip_flush_direct_backends), and the engine's rules are there.
/// </summary>
internal sealed class FirewalldWipesRulesCheck : ICheck
{
    internal static readonly FindingDescriptor Wipes = new(
        "CN3015",
        "The next firewalld reload wipes the engine's rules",
        Severity.Warning,
        "firewalld {0} flushes iptables at every reload, restart and stop ({1}): {2}")
    {
        Latent = true,
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Wipes];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Firewalld;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        if (facts.Firewalld is not { Running: true } firewalld || firewalld.WipesIptables == false)
        {
            yield break;
        }

        foreach (DockerLayout layout in facts.HostEngines().Select(DockerLayout.Of).OfType<DockerLayout>().Where(l => l.Iptables))
        {
            bool known = firewalld.WipesIptables is not null;
            yield return Wipes.About(
                $"engine {layout.Engine.Name}", firewalld.Version ?? "of unknown version", Why(firewalld), Effect(facts, firewalld, layout)) with
            {
                Severity = known ? Severity.Warning : Severity.Info,
                Engine = layout.Engine.Name,
                Evidence =
                [
                    Questions.Read(
                        "org.fedoraproject.FirewallD1 on D-Bus",
                        $"version {firewalld.Version ?? "unknown"}, FirewallBackend {firewalld.Backend ?? "unknown"}, "
                        + $"direct rules {(firewalld.HasDirectRules ? "yes" : "no")}"),
                ],
                Remedy = "Restart the engine after every reload of firewalld, or run Repair-DockerChain.\n"
                    + "For good: firewalld 2.0 or later with FirewallBackend=nftables and without direct rules "
                    + "(move rules for DOCKER-USER out of /etc/firewalld/direct.xml).",
            };
        }
    }

    private static string Why(Firewalld firewalld) =>
        firewalld.WipesIptables is null ? "if its version is before 2.0"
        : !Questions.Is(firewalld.Backend, "nftables") ? $"backend {firewalld.Backend ?? "unknown"}"
        : firewalld.HasDirectRules ? "direct rules are configured"
        : "all versions before 2.0 do";

    /// <summary>An engine that found firewalld running has put its bridges into a zone, and hears of reloads.</summary>
    private static string Effect(Snapshot facts, Firewalld firewalld, DockerLayout layout)
    {
        bool heard = facts.Networks.Any(n => Questions.Is(n.Engine, layout.Engine.Name) && n.Bridge is not null
            && firewalld.Zones.Any(z => z.Active?.Interfaces.Contains(n.Bridge, StringComparer.Ordinal) == true));
        return !heard
            ? $"{layout.Engine.Name} does not know firewalld and will not write them again."
            : layout.Version.Major is > 0 and < 28
                ? $"{layout.Engine.Name} writes them again, but not those that keep networks apart (CVE-2025-54410)."
                : $"{layout.Engine.Name} writes them again.";
    }
}
