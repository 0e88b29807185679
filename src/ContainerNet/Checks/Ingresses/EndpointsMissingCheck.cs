using ContainerNet.Findings;
using ContainerNet.Paths.Ingresses;

namespace ContainerNet.Checks.Ingresses;

/// <summary>A path leads to a service of which no endpoint is ready, so that it answers 503.</summary>
internal sealed class EndpointsMissingCheck : IIngressCheck
{
    private static readonly FindingDescriptor s_missing = new(
        "CN7006", "No endpoint of the service is ready", Severity.Error, "{0} has {1}, so that {2} answers {3}.");

    public IReadOnlyList<FindingDescriptor> Reports => [s_missing];

    public IEnumerable<Finding> Run(IngressFacts facts)
    {
        foreach ((IngressUpstream upstream, IReadOnlyList<WrittenPath> group) in
            facts.Configuration.ByUpstream().Where(g => g.Upstream.State == IngressUpstreamState.NoEndpoints))
        {
            (IngressServer server, IngressLocation location, _, Model.Ingresses.IngressPath path) = group[0];
            string service = $"service {upstream.Namespace}/{upstream.Service}";
            string what = upstream.NotReady > 0 ? $"{upstream.NotReady} endpoint{(upstream.NotReady > 1 ? "s" : "")}, none of which is ready" : "no endpoints";
            string by = location.InPlaceOf is not null ? $"from the default backend {location.Options.DefaultBackend}" : "503";
            Finding finding = s_missing.About(service, service, what, IngressWords.Address(server.Host, path), by);
            yield return finding with
            {
                Severity = location.InPlaceOf is not null ? Severity.Warning : finding.Severity,
                Evidence =
                [
                    .. upstream.Definition is { } definition ? [new Evidence { Source = definition.Place.ToString(), Value = $"{service} {definition.Type}, port {upstream.Port}" }] : Array.Empty<Evidence>(),
                    .. IngressWords.Some([.. group.Select(p => IngressWords.Evidence(p.Server.Host, p.Ingress, p.Path))]),
                ],
                Remedy = upstream.NotReady > 0
                    ? $"See why the pods are not ready: kubectl -n {upstream.Namespace} describe endpointslice -l kubernetes.io/service-name={upstream.Service}"
                    : $"See whether the selector of the service finds its pods: kubectl -n {upstream.Namespace} get pods --show-labels; kubectl -n {upstream.Namespace} get service {upstream.Service} -o wide",
            };
        }
    }
}
