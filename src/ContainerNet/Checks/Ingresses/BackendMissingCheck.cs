using ContainerNet.Findings;
using ContainerNet.Model.Ingresses;
using ContainerNet.Paths.Ingresses;

namespace ContainerNet.Checks.Ingresses;

/// <summary>A path leads to a service, or to a port of it, that is not there. A service has to be in the namespace of its Ingress.</summary>
internal sealed class BackendMissingCheck : IIngressCheck
{
    private static readonly FindingDescriptor s_missing = new(
        "CN7009", "The service or the port of a path does not exist", Severity.Error, "{0} leads to {1}: {2}.");

    public IReadOnlyList<FindingDescriptor> Reports => [s_missing];

    public IEnumerable<Finding> Run(IngressFacts facts)
    {
        foreach ((IngressUpstream upstream, IReadOnlyList<WrittenPath> group) in facts.Configuration.ByUpstream())
        {
            if (Why(facts.Set, upstream) is not { } why)
            {
                continue;
            }

            (IngressServer server, _, Ingress ingress, IngressPath path) = group[0];
            Finding finding = s_missing.About(ingress.Subject(), IngressWords.Address(server.Host, path), $"{upstream.Service}:{upstream.Port}", why);
            yield return finding with
            {
                // A file may be missing among those that were read; a port that its service has not is wrong in any case.
                Severity = upstream.State == IngressUpstreamState.Unknown ? Severity.Warning : finding.Severity,
                Evidence =
                [
                    .. IngressWords.Some([.. group.Select(p => IngressWords.Evidence(p.Server.Host, p.Ingress, p.Path))]),
                    .. upstream.Definition is { } service ? [new Evidence
                    {
                        Source = service.Place.ToString(), Value = $"service {service.Key}, ports {string.Join(", ", service.Ports)}",
                    }] : Array.Empty<Evidence>(),
                ],
                Remedy = upstream.Definition is { Ports.Count: > 0 } known
                    ? $"Name a port that the service has: {string.Join(" or ", known.Ports.Select(p => p.Name.Length > 0 ? $"name: {p.Name}" : $"number: {p.Number}"))}."
                    : Elsewhere(facts.Set, upstream) is { } other
                        ? $"The service is in the namespace {other}: put the Ingress there, or a service of type ExternalName here."
                        : $"Make the service, or name one that there is: kubectl -n {upstream.Namespace} get services",
            };
        }
    }

    private static string? Why(IngressSet set, IngressUpstream upstream) => upstream.State switch
    {
        IngressUpstreamState.ServiceMissing => $"there is no service {upstream.Service} in the namespace {upstream.Namespace}",
        IngressUpstreamState.PortMissing => $"service {upstream.Namespace}/{upstream.Service} has no port {upstream.Port}",
        IngressUpstreamState.Unknown when upstream.Definition is null && set.Services is { } services && services.Any(s => s.Namespace == upstream.Namespace)
            => $"no service {upstream.Service} of the namespace {upstream.Namespace} is among the manifests that were read, and others of that namespace are",
        _ => null,
    };

    private static string? Elsewhere(IngressSet set, IngressUpstream upstream) => set.Services?.FirstOrDefault(s => s.Name == upstream.Service)?.Namespace;
}
