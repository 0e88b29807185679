using ContainerNet.Findings;
using ContainerNet.Paths.Ingresses;

namespace ContainerNet.Checks.Ingresses;

/// <summary>Two ingresses have the same path of a host: one of them gets no request for it, and in one form no change takes effect any more.</summary>
internal sealed class PathClaimedTwiceCheck : IIngressCheck
{
    private static readonly FindingDescriptor s_twice = new(
        "CN7011", "The same host and path is claimed twice", Severity.Warning, "{0} is claimed by {1} and by {2}: {3}.");

    public IReadOnlyList<FindingDescriptor> Reports => [s_twice];

    public IEnumerable<Finding> Run(IngressFacts facts)
    {
        foreach (IngressClaim claim in facts.Configuration.Claims.Where(c => c.Kind == IngressClaimKind.BreaksConfiguration || !ReferenceEquals(c.Holder, c.Ingress)))
        {
            bool breaks = claim.Kind == IngressClaimKind.BreaksConfiguration;
            string what = breaks
                ? "nginx would have the same location twice and refuses the whole configuration, so that no change of any Ingress takes effect any more"
                : claim.IsOrderKnown ? $"{claim.Holder.Key} is older and gets every request"
                : "whichever is applied first gets every request, and the webhook refuses the other";
            Finding finding = s_twice.About(claim.Ingress.Subject(), IngressWords.Address(claim.Host, claim.Path), claim.Holder.Key, claim.Ingress.Key, what);
            yield return finding with
            {
                Severity = breaks ? Severity.Error : finding.Severity,
                Evidence =
                [
                    IngressWords.Evidence(claim.Host, claim.Holder, claim.HolderPath), IngressWords.Evidence(claim.Host, claim.Ingress, claim.Path),
                ],
                Remedy = breaks ? "Take one of the two paths out: as prefixes /path and /path/ are the same."
                    : "Take one of the two paths out. For two versions side by side mark one Ingress with canary: \"true\".",
            };
        }
    }
}
