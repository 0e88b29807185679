using ContainerNet.Checks.Firewall;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Checks.Host;

/// <summary>
/// What two containers of one network say to each other is bridged, not forwarded; iptables sees it only with
/// bridge-nf-call-iptables. An engine told to keep containers apart (enable_icc=false) relies on that and sets it once, when
/// it makes the network; elsewhere it lets rules for forwarded packets hit what never leaves the bridge.
/// </summary>
internal sealed class BridgedPacketsCheck : ICheck, IPathCheck
{
    private const string Key = "net.bridge.bridge-nf-call-iptables";
    private const int Enough = 32;

    internal static readonly FindingDescriptor Bridged = new(
        "CN1008",
        "Bridged packets and iptables: not as the engine expects",
        Severity.Error,
        "Containers of network {0} {1}.")
    {
        ExplainedBy = ["CN3001", "CN3004", "CN3010"],
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Bridged];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Settings | FactKinds.Firewall | FactKinds.Links;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        string? value = facts.Setting(Key)?.Value;
        RuleTrial rules = RuleTrial.Of(facts);
        foreach (ContainerNetwork network in facts.Networks.Where(n => n.Bridge is not null))
        {
            if (facts.EngineOf(network.Engine) is not { } engine || DockerLayout.Of(engine) is null
                || facts.MembersOf(network).Take(2).Count() < 2
                || !network.Subnets.Any(s => s.Subnet.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork))
            {
                continue;
            }

            if (!network.Icc && Questions.Is(value, "0"))
            {
                yield return Bypass(facts, network);
            }
            else if (network.Icc && Questions.Is(value, "1") && facts.SawAllIptables()
                && Hit(facts, network, rules) is var (outcome, pair))
            {
                yield return About(network, $"do not all reach each other: {pair} is bridged, {Hits}") with
                {
                    Evidence = [Questions.Read(Path, "1"), .. RuleTexts.Evidence(outcome)],
                    Remedy = (outcome.Rule is { } rule ? RuleTexts.Delete(rule) ?? "Delete the rule" : "Change the policy of FORWARD")
                        + Exempt(network),
                };
            }
        }
    }

    public IEnumerable<Finding> Run(Snapshot facts, PacketPath path)
    {
        if (PathEnd.Of(facts, path) is { IsFirewall: true, Hop: { Hook: "forward", InputInterface: { } bridge } hop } end
            && Questions.Is(bridge, hop.OutputInterface) && !Questions.Is(hop.Family, "bridge")
            && PathEnd.NetworkOf(facts, bridge) is { Icc: true } network)
        {
            yield return end.Tell(facts, About(network, $"do not all reach each other: what goes to {path.To} is bridged, {Hits}")) with
            {
                Network = network.Name,
                Evidence = [PathTexts.Evidence(end), Questions.Read(Path, facts.Setting(Key)?.Value ?? "not read")],
                Remedy = DropRemedy.For(end, facts) + (hop.Backend == FirewallBackend.Nftables ? Off : Exempt(network)),
            };
        }
    }

    /// <summary>Is a finding about packets that iptables does not see?</summary>
    internal static bool IsBypass(Finding finding) => finding.Severity == Severity.Warning;

    private static Finding Bypass(Snapshot facts, ContainerNetwork network) => About(
        network,
        "reach each other, although the network was made with enable_icc=false: iptables does not see what stays on a bridge") with
    {
        Severity = Severity.Warning,
        Evidence =
        [
            Questions.Read(Path, "0"),
            .. (facts.Setting(Key)?.Assignments ?? []).Take(8)
                .Select(a => Questions.Read($"{a.File}:{a.Line}", $"{a.Key} = {a.Value}")),
            Questions.Read($"network {network.Name}", "com.docker.network.bridge.enable_icc=false"),
        ],
        Remedy = $"sysctl -w {Key}=1\necho '{Key} = 1' >> /etc/sysctl.d/zz-containernet.conf\n"
            + "The engine sets it when it makes such a network, and does not look at it again.",
        Repairable = true,
    };

    private static Finding About(ContainerNetwork network, string effect) =>
        Bridged.About($"network {network.Name}", network.Name, effect) with
        {
            Engine = network.Engine,
            Network = network.Name,
            Interface = network.Bridge,
        };

    /// <summary>What stops one member's packets to another one's listeners, or null.</summary>
    private static (Outcome Outcome, string Pair)? Hit(Snapshot facts, ContainerNetwork network, RuleTrial rules)
    {
        if (facts.Chain(DockerLayout.BackendOf(facts), "ip", "filter", "FORWARD") is not { } forward)
        {
            return null;
        }

        List<Container> members = [.. facts.MembersOf(network).Take(Enough)];
        foreach (Container to in members)
        {
            Container from = members.First(m => m != to);
            if (AddressOf(to, network) is not { } address)
            {
                continue;
            }

            foreach (ContainerListener listener in (to.Listeners ?? []).Where(l => !l.IsLoopback).Take(Enough))
            {
                Packet packet = BridgeTraffic.Between(
                    BridgeTraffic.New(AddressOf(from, network), address, listener.Port, listener.Protocol), network.Bridge, network.Bridge);
                packet.IsBridged = true;
                Outcome outcome = rules.Through(forward, PacketHook.Forward, packet);
                if (outcome is { IsDrop: true, IsCertain: true })
                {
                    return (outcome, $"what {from.Name} sends to {to.Name}:{Questions.PortText(listener.Port, listener.Protocol)}");
                }
            }
        }

        return null;
    }

    private static System.Net.IPAddress? AddressOf(Container container, ContainerNetwork network) =>
        container.Endpoints.FirstOrDefault(e => Questions.Is(e.Network, network.Name))?.IPv4;

    private static string Exempt(ContainerNetwork network) =>
        $"\nor leave the bridge's own traffic out of it: iptables -I FORWARD -i {network.Bridge} -o {network.Bridge} -j ACCEPT"
        + Off;

    private const string Off = $"\nor, where no network has enable_icc=false: sysctl -w {Key}=0";

    private const string Hits = "iptables sees it all the same, and a rule for forwarded packets stops it";

    private const string Path = "/proc/sys/net/bridge/bridge-nf-call-iptables";
}
