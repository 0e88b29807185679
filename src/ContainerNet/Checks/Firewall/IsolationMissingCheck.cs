using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Firewall;

/// <summary>
/// The rules that keep networks apart, or outsiders from container addresses, are missing while the rest is there: what a
/// reload of firewalld leaves of Docker's rules (CVE-2025-54410 before 28.0, CVE-2025-54388 in 28.2.0 to 28.3.2).
/// </summary>
internal sealed class IsolationMissingCheck : ICheck
{
    internal static readonly FindingDescriptor Missing = new(
        "CN3016",
        "Protection rules between networks are missing",
        Severity.Warning,
        "{0}'s rules are in place, but not those that {1}: {2}.")
    {
        ExplainedBy = ["CN3001"],
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Missing];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Firewall;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        if (!facts.SawAllIptables())
        {
            yield break;
        }

        foreach (DockerLayout layout in facts.HostEngines().Select(DockerLayout.Of).OfType<DockerLayout>())
        {
            List<string> open = layout.Isolates ? [.. Unisolated(facts, layout)] : [];
            if (open.Count > 0)
            {
                yield return About(
                    facts, layout, "keep networks apart", $"nothing stops other networks from reaching {Questions.Names(open)}",
                    $"iptables-save, table filter, chains DOCKER-ISOLATION-STAGE-1 and -2: no rules for {Questions.Names(open)}");
            }

            List<string> bare = layout.RawByAddress || layout.RawByPort ? [.. Unprotected(facts, layout)] : [];
            if (bare.Count > 0)
            {
                yield return About(
                    facts, layout, "keep outsiders from container addresses", $"{Questions.Names(bare)} can be reached without their published ports",
                    $"iptables-save, table raw, chain PREROUTING: no rule for {Questions.Names(bare)} "
                    + "(right only if the daemon runs with DOCKER_INSECURE_NO_IPTABLES_RAW=1)");
            }
        }
    }

    private static IEnumerable<string> Unisolated(Snapshot facts, DockerLayout layout)
    {
        if (layout.Find(facts, "filter", "DOCKER-ISOLATION-STAGE-1") is not { } first
            || layout.Find(facts, "filter", "DOCKER-ISOLATION-STAGE-2") is not { } second)
        {
            return [];
        }

        return facts.Networks
            .Where(n => n.IsForwarded && Questions.Is(n.Engine, layout.Engine.Name) && !Questions.Is(n.GatewayModeIPv4, "routed"))
            .Where(n => !first.Rules.Any(r => !r.Understood
                    || (Questions.Is(r.Target, second.Name) && Names(r, RuleField.InputInterface, n.Bridge)))
                || !second.Rules.Any(r => !r.Understood
                    || (r.Action == RuleAction.Drop && Names(r, RuleField.OutputInterface, n.Bridge))))
            .Select(n => $"{n.Name} ({n.Bridge})");
    }

    private static IEnumerable<string> Unprotected(Snapshot facts, DockerLayout layout)
    {
        IReadOnlyList<FirewallRule> rules = layout.Find(facts, "raw", "PREROUTING")?.Rules ?? [];
        return facts.PublishedPorts()
            .Where(p => Questions.Is(p.Engine, layout.Engine.Name)
                && p.ContainerAddress is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetwork }
                && p.HostAddress?.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6
                && facts.NetworkOf(p.Engine, p.Network) is { IsForwarded: true, GatewayModeIPv4: "nat" })
            .Where(p => !rules.Any(r => !r.Understood || (r.Action == RuleAction.Drop && Protects(r, p.ContainerAddress!, p.Port))))
            .Select(p => $"{p.Container} ({p.ContainerAddress})")
            .Distinct(StringComparer.Ordinal);
    }

    private static bool Protects(FirewallRule rule, IPAddress address, int port) =>
        rule.Match(RuleField.DestinationAddress) is { Negated: false } destination
        && AddressRange.Contains(destination.Value, address, AddressFamily.IPv4) == Fit.Yes
        && (rule.Match(RuleField.DestinationPort) is not { } ports
            || ports.Values.Contains(port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal));

    private static bool Names(FirewallRule rule, RuleField field, string? interfaceName) =>
        rule.Match(field) is { Negated: false } match && Questions.Is(match.Value, interfaceName);

    private static Finding About(Snapshot facts, DockerLayout layout, string purpose, string effect, string read) => Missing.About(
        $"engine {layout.Engine.Name}", layout.Engine.Name, purpose, effect) with
    {
        Engine = layout.Engine.Name,
        Evidence =
        [
            Questions.Read(read[..read.IndexOf(": ", StringComparison.Ordinal)], read[(read.IndexOf(": ", StringComparison.Ordinal) + 2)..]),
            .. facts.Firewalld is { Running: true } firewalld && firewalld.WipesIptables != false
                ? new[] { Questions.Read("org.fedoraproject.FirewallD1 on D-Bus", $"version {firewalld.Version ?? "unknown"}: flushes iptables at every reload") }
                : [],
            .. facts.Unit("firewalld.service") is { IsActive: true } unit ? new[] { UnitOrder.Evidence(unit) } : [],
        ],
        Remedy = "Repair-DockerChain\nor systemctl restart docker. For good: Docker 28.3.3 or later.",
        Repairable = true,
    };
}
