using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks.Firewall;

/// <summary>A rule or a policy stops the packet, and nothing more is known of it than what it is and who wrote it.</summary>
internal sealed class RuleDropCheck : IPathCheck
{
    internal static readonly FindingDescriptor Stopped = new(
        "CN3003", "A firewall rule drops the packet", Severity.Error, "{0}, written by {1}, {2} {3}: {4}");

    public IReadOnlyList<FindingDescriptor> Reports => [Stopped];

    public IEnumerable<Finding> Run(Snapshot facts, PacketPath path)
    {
        if (PathEnd.Of(facts, path) is not { IsFirewall: true } end)
        {
            yield break;
        }

        Hop hop = end.Hop;
        yield return end.Tell(facts, Stopped.About(
            end.Subject,
            HopRules.Place(hop),
            HopRules.Owner(hop),
            end.Verb,
            end.What,
            hop.Rule ?? "a rule that was gone before it could be read")) with
        {
            // What an engine drops by its own rules, it drops on purpose.
            Severity = hop.Owner is RuleOwner.Docker or RuleOwner.Netavark ? Severity.Warning : Severity.Error,
            Evidence = [PathTexts.Evidence(end)],
            Remedy = DropRemedy.For(end, facts),
            Repairable = HostAccept.Of(end) is not null,
        };
    }
}
