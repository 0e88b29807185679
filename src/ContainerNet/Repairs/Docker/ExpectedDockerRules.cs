using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Repairs.Docker;

/// <summary>
/// The rules that a Docker Engine writes for its networks and running containers. Pure. Written after
/// libnetwork's bridge driver and compared with hosts that were never damaged.
/// </summary>
internal static class ExpectedDockerRules
{
    /// <summary>The families whose rules the engine manages.</summary>
    public static IReadOnlyList<AddressFamily> FamiliesOf(ContainerEngine engine) =>
        engine.Options.Ip6tables ?? engine.Major >= 27
            ? [AddressFamily.IPv4, AddressFamily.IPv6]
            : [AddressFamily.IPv4];

    /// <summary>What is missing of one family's rules, as steps.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="facts">The facts of now.</param>
    /// <param name="family">The family.</param>
    /// <param name="earlier">Facts that the same repair planned on before, or null: what went since then goes from the rules too.</param>
    /// <exception cref="ContainerNetException">The layout of this engine is not known, or it writes no rules.</exception>
    public static IReadOnlyList<RepairStep> Missing(
        ContainerEngine engine, Snapshot facts, AddressFamily family, Snapshot? earlier = null)
    {
        RequireKnownLayout(engine, facts);
        DockerFacts now = FactsOf(engine, facts, family);
        DockerFacts? then = earlier is null ? null : FactsOf(engine, earlier, family);
        if (IsNftables(engine))
        {
            NftLayout nft = new(now);
            return NftChainDiff.Steps(nft, family, facts, then is null ? [] : Gone(new NftLayout(then).Rules, nft.Rules));
        }

        IptablesLayout layout = LayoutOf(now);
        IReadOnlyList<ExpectedRule> rules = layout.Rules();
        return DockerChainDiff.Steps(
            new ExpectedRules
            {
                Family = family,
                Chains = layout.Chains,
                Rules = rules,
                Gone = then is null ? [] : Gone(LayoutOf(then).Rules(), rules),
                DropForward = DropsForward(engine, facts, family),
            },
            facts);
    }

    private static DockerFacts FactsOf(ContainerEngine engine, Snapshot facts, AddressFamily family)
    {
        IReadOnlyList<DockerNetwork> networks = NetworksOf(engine, facts, family);
        return new DockerFacts
        {
            Engine = engine,
            Family = family,
            Networks = networks,
            Ports = [.. DockerPorts.Of(engine, facts, family, networks)],
            Endpoints = [.. DockerPorts.Endpoints(engine, facts, family, networks)],
        };
    }

    private static IptablesLayout LayoutOf(DockerFacts facts) =>
        facts.Engine.Major < 28 ? new Layout20(facts) : new Layout28(facts);

    private static IReadOnlyList<ExpectedRule> Gone(IReadOnlyList<ExpectedRule> then, IReadOnlyList<ExpectedRule> now)
    {
        HashSet<(string, string, string)> here = [.. now.Select(r => (r.Table, r.Chain, r.Text))];
        return [.. then.Where(r => !here.Contains((r.Table, r.Chain, r.Text)))];
    }

    private static bool IsNftables(ContainerEngine engine) =>
        engine.FirewallBackend.StartsWith("nftables", StringComparison.Ordinal);

    /// <summary>Bridge networks, the newest bridge first, as the engine inserts their rules at the top.</summary>
    private static List<DockerNetwork> NetworksOf(ContainerEngine engine, Snapshot facts, AddressFamily family) =>
        [.. facts.Networks
            .Where(n => n.Bridge is not null
                && string.Equals(n.Engine, engine.Name, StringComparison.Ordinal)
                && string.Equals(n.Driver, "bridge", StringComparison.Ordinal))
            .OrderByDescending(n => facts.Link(n.Bridge!)?.Index ?? 0)
            .ThenBy(n => n.Id, StringComparer.Ordinal)
            .Select(n => new DockerNetwork(n.Bridge!, SubnetOf(n, family),
                family == AddressFamily.IPv4 ? n.GatewayModeIPv4 : n.GatewayModeIPv6, n))];

    private static IPNetwork? SubnetOf(ContainerNetwork network, AddressFamily family)
    {
        foreach (NetworkSubnet subnet in network.Subnets)
        {
            if (subnet.Family == family)
            {
                return subnet.Subnet;
            }
        }

        return null;
    }

    /// <summary>
    /// An engine that switches forwarding on sets the policy to DROP, and leaves it alone when forwarding was on before
    /// (setup_ip_forwarding.go). Nobody writes down which it was; files that do not switch forwarding on, while it is on,
    /// tell that the engine did. For IPv6 it always set the policy until 28.
    /// </summary>
    private static bool DropsForward(ContainerEngine engine, Snapshot facts, AddressFamily family)
    {
        if (!engine.Options.IpForward || engine.Options.IpForwardNoDrop == true)
        {
            return false;
        }

        string key = family == AddressFamily.IPv4 ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding";
        return (family == AddressFamily.IPv6 && engine.Major < 28)
            || (facts.Setting(key) is { Value: "1" } setting
                && !string.Equals(setting.Boot?.Value, "1", StringComparison.Ordinal));
    }

    private static void RequireKnownLayout(ContainerEngine engine, Snapshot facts)
    {
        string? reason = engine switch
        {
            { Kind: not EngineKind.Docker } => "is not Docker; its own command puts its rules back (podman network reload --all)",
            { Rootless: true } => "runs rootless and writes no rules on the host",
            { Options.Iptables: false } => "was told not to manage the firewall (iptables=false)",
            { Major: < 29 } when IsNftables(engine) =>
                $"uses the nftables backend, whose rules are known from 29 on. {Restart(engine)}",
            { Major: 0 } => $"gives a version that is not understood ({engine.Version}). {Restart(engine)}",
            { Major: < 20 } => $"is of version {engine.Version}; rules are known from 20.10 on. {Restart(engine)}",
            { Major: > 29 } => $"is of version {engine.Version}; rules are known for 20.10 to 29. {Restart(engine)}",
            _ when IsFirst28(engine) =>
                $"is of version {engine.Version}, which alone keeps its bridges in an ipset. {Restart(engine)}",
            _ => OddNetwork(engine, facts),
        };
        if (reason is not null)
        {
            throw new ContainerNetException(
                Problem.RepairUnsupported, engine.Name, $"The rules of {engine.Name} cannot be put back: it {reason}");
        }
    }

    private static string? OddNetwork(ContainerEngine engine, Snapshot facts)
    {
        ContainerNetwork? hostile = facts.Networks.FirstOrDefault(n =>
            string.Equals(n.Engine, engine.Name, StringComparison.Ordinal) && n.Bridge is not null
            && !(IsNftables(engine) ? IsIdentifier(n.Bridge) : IsPlain(n.Bridge)));
        if (hostile is not null)
        {
            return $"has network {hostile.Name} with a bridge whose name cannot stand in a rule. {Restart(engine)}";
        }

        ContainerNetwork? odd = facts.Networks.FirstOrDefault(n =>
            string.Equals(n.Engine, engine.Name, StringComparison.Ordinal)
            && !(IsKnown(n.GatewayModeIPv4) && IsKnown(n.GatewayModeIPv6)));
        return odd is null
            ? null
            : $"has network {odd.Name} with gateway mode {odd.GatewayModeIPv4}/{odd.GatewayModeIPv6}, "
                + $"whose rules this version does not write. {Restart(engine)}";
    }

    private static bool IsKnown(string gatewayMode) => gatewayMode is "nat" or "nat-unprotected" or "routed" or "isolated";

    private static bool IsFirst28(ContainerEngine engine) => EngineVersion.Of(engine) is { Major: 28, Minor: 0, Build: <= 0 };

    /// <summary>A name that iptables-restore reads as it is: one word, no quotes, no wildcard.</summary>
    private static bool IsPlain(string name) => name.Length is > 0 and <= 15 && name[0] is not ('-' or '!')
        && name[^1] is not '+'
        && name.All(c => c is > ' ' and <= '~' and not ('"' or '\'' or '\\' or '/' or '#'));

    /// <summary>A name that may be part of the name of a chain of nft.</summary>
    private static bool IsIdentifier(string name) => name.Length is > 0 and <= 15
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    private static string Restart(ContainerEngine engine) => engine.Options.LiveRestore
        ? "Run 'systemctl restart docker': live-restore is on, so containers keep running."
        : "Run 'systemctl restart docker': live-restore is off, so its containers stop, and only those with a restart "
            + "policy start again.";
}
