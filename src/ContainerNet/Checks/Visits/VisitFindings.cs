using ContainerNet.Checks.Ingresses;
using ContainerNet.Findings;
using ContainerNet.Model.Visits;
using ContainerNet.Paths.Ingresses;

namespace ContainerNet.Checks.Visits;

/// <summary>What a visit shows, and what manifests say of its host by themselves.</summary>
public static class VisitFindings
{
    /// <summary>Those that the visit shows first, in the order in which a browser meets them.</summary>
    /// <param name="visit">The visit.</param>
    /// <param name="facts">The ingresses; null where they are not known.</param>
    public static IReadOnlyList<Finding> Of(Visit visit, IngressFacts? facts)
    {
        ArgumentNullException.ThrowIfNull(visit);
        IReadOnlyList<Finding> shown = VisitCheckCatalog.Run(visit);
        if (facts?.Resolver.Resolve(visit.Page).Server is not { } server)
        {
            return shown;
        }

        HashSet<string> subjects = new(StringComparer.Ordinal) { $"host {server.Host}" };
        subjects.UnionWith(facts.Set.Ingresses.Where(i => i.Rules.Any(r => r.Host == server.Host || (r.Host.Length == 0 && server.Host == IngressServer.AllHosts))).Select(i => i.Subject()));
        subjects.UnionWith(server.Locations.SelectMany(l => (IngressUpstream?[])[l.Upstream, l.InPlaceOf]).OfType<IngressUpstream>().Select(u => $"service {u.Namespace}/{u.Service}"));
        return [.. shown, .. IngressCheckCatalog.Run(facts).Where(f => subjects.Contains(f.Subject))];
    }
}
