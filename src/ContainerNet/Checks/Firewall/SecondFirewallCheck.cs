using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;
using ContainerNet.Paths.Rules;

namespace ContainerNet.Checks.Firewall;

/// <summary>
/// Two base chains at one hook: what a rule of one accepts, the other drops. An accept ends one base chain, a drop is final,
/// whichever is asked first.
/// </summary>
internal sealed class SecondFirewallCheck : IPathCheck
{
    internal static readonly FindingDescriptor Second = new(
        "CN3012",
        "A second firewall drops what the first accepts",
        Severity.Error,
        "{0}, written by {1}, {2} {3}, which {4}, written by {5}, accepts: an accept ends its own base chain only.");

    public IReadOnlyList<FindingDescriptor> Reports => [Second];

    public IEnumerable<Finding> Run(Snapshot facts, PacketPath path)
    {
        if (PathEnd.Of(facts, path) is not { IsFirewall: true, Hop: { Hook: "input" or "forward" or "output" } hop } end)
        {
            yield break;
        }

        if (path.Hops.TakeWhile(h => h != hop).LastOrDefault(h => Accepts(h, hop)) is { } accepter)
        {
            yield return About(
                facts, end, HopRules.Place(accepter), HopRules.Owner(accepter), PathTexts.Evidence(path, accepter));
        }
        else if (!end.IsReply && WouldAccept(facts, end) is { } rule)
        {
            yield return About(facts, end, RuleTexts.Place(rule), RuleTexts.Owner(rule.Owner), RuleTexts.Evidence(rule));
        }
    }

    private static Finding About(Snapshot facts, PathEnd end, string accepter, string owner, Evidence evidence) =>
        end.Tell(facts, Second.About(
            end.Subject, HopRules.Place(end.Hop), HopRules.Owner(end.Hop), end.Verb, end.What, accepter, owner)) with
        {
            Evidence = [PathTexts.Evidence(end), evidence],
            Remedy = DropRemedy.For(end, facts),
        };

    /// <summary>Accepted by a rule (a policy is nobody's will) of another table at the same hook.</summary>
    private static bool Accepts(Hop accepter, Hop dropper) =>
        accepter is { Layer: HopLayer.Netfilter, Action: HopAction.Accept, Owner: not RuleOwner.ContainerNet }
        && (accepter.Handle is not null || accepter.Number is not null)
        && accepter.Direction == dropper.Direction
        && Questions.Is(accepter.Place, dropper.Place)
        && Questions.Is(accepter.Hook, dropper.Hook)
        && !HopRules.SameTable(accepter, dropper);

    /// <summary>The rule of a base chain that was not asked any more and would have accepted, or null. Rules that are not
    /// understood, or fit some packets only, prove nothing.</summary>
    private static FirewallRule? WouldAccept(Snapshot facts, PathEnd end)
    {
        if (HopRules.TableOf(end.Hop) is not { } table || end.Packet.Destination is not { } destination
            || !Questions.Is(end.Hop.Place, Hop.HostPlace))
        {
            return null;
        }

        bool six = destination.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        PacketHeader sent = end.Path.Packet;
        Packet packet = BridgeTraffic.Between(
            BridgeTraffic.New(sent.Source, sent.Destination ?? destination, sent.DestinationPort, end.Path.Protocol),
            end.Hop.InputInterface, end.Hop.OutputInterface);
        BridgeTraffic.Translate(packet, destination, end.Packet.DestinationPort);
        RuleTrial rules = RuleTrial.Of(facts);
        return facts.Chains
            .Where(c => Questions.Is(c.Hook, end.Hop.Hook) && Questions.Is(c.Type ?? "filter", "filter") && c.Table != table
                && (c.Table.Backend == FirewallBackend.Nftables || Questions.Is(c.Table.Name, "filter"))
                && c.Owner != RuleOwner.ContainerNet
                && (Questions.Is(c.Table.Family, "inet") || Questions.Is(c.Table.Family, six ? "ip6" : "ip")))
            .Select(c => rules.Through(c, HookPlan.HookOf(c)!.Value, packet))
            .FirstOrDefault(o => o is { Verdict: RuleAction.Accept, Rule: not null, IsCertain: true })?.Rule;
    }
}
