using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths.Rules;

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

    private const string KeepApart = "keep networks apart";

    /// <summary>Is a finding about what keeps networks apart, not about what keeps outsiders from container addresses?</summary>
    internal static bool IsBetweenNetworks(Finding finding) => finding.Message.Contains(KeepApart, StringComparison.Ordinal);

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
                    facts, layout, KeepApart, $"nothing stops other networks from reaching {Questions.Names(open)}",
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
        return (layout.RawByAddress ? Members(facts, layout) : PublishedPorts(facts, layout))
            .Where(t => !rules.Any(r => !r.Understood || (r.Action == RuleAction.Drop && Protects(r, t.Address, t.Port))))
            .Select(t => $"{t.Container} ({t.Address})")
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>From 28.2 on every container has its rule, whether it publishes ports or not.</summary>
    private static IEnumerable<(string Container, IPAddress Address, int? Port)> Members(Snapshot facts, DockerLayout layout) =>
        from network in facts.ForwardedNetworks().Where(n => IsProtected(n, layout))
        from container in facts.MembersOf(network)
        from endpoint in container.Endpoints
        where Questions.Is(endpoint.Network, network.Name) && endpoint.IPv4 is not null
        select (container.Name, endpoint.IPv4, (int?)null);

    private static IEnumerable<(string Container, IPAddress Address, int? Port)> PublishedPorts(Snapshot facts, DockerLayout layout) =>
        from port in facts.PublishedPorts()
        where port.ContainerAddress is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetwork }
            && facts.NetworkOf(port.Engine, port.Network) is { } network && IsProtected(network, layout)
        select (port.Container, port.ContainerAddress, (int?)port.Port);

    private static bool IsProtected(ContainerNetwork network, DockerLayout layout) =>
        network is { IsForwarded: true, GatewayModeIPv4: "nat" } && Questions.Is(network.Engine, layout.Engine.Name);

    private static bool Protects(FirewallRule rule, IPAddress address, int? port) =>
        rule.Match(RuleField.DestinationAddress) is { Negated: false } destination
        && AddressText.TryRange(destination.Value, out WideNumber low, out WideNumber high, out bool isIPv6) && !isIPv6
        && AddressNumber.Of(address) >= low && AddressNumber.Of(address) <= high
        && (rule.Match(RuleField.DestinationPort) is not { } ports
            || (port is int number
                && ports.Values.Contains(number.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal)));

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
        Remedy = $"{layout.Remedy}\nFor good: Docker 28.3.3 or later.",
        Repairable = layout.Repairable,
    };
}
