namespace ContainerNet.Paths.Ingresses;

/// <summary>ingress-nginx, in the terms in which others are compared with it.</summary>
public sealed class NginxChooser(IngressResolver resolver) : IRouteChooser
{
    /// <inheritdoc/>
    public string Name => "ingress-nginx";

    /// <inheritdoc/>
    public RouteChoice Choose(Uri url, string method = "GET")
    {
        IngressAnswer answer = resolver.Resolve(url, method);
        bool isPassed = answer.Outcome == IngressOutcome.Passed || (answer.Outcome == IngressOutcome.NoEndpoints && answer.Upstream is not null);
        return new RouteChoice
        {
            IsKnown = answer.Outcome != IngressOutcome.Unknown,
            Backend = isPassed ? $"{answer.Upstream!.Namespace}/{answer.Upstream.Service}:{answer.Upstream.Port}" : "",
            Target = isPassed ? answer.Target ?? answer.Nginx.Upstream?.Target ?? "" : "",
            Status = isPassed ? null : answer.Status,
            RedirectTo = answer.RedirectTo ?? "",
            Reason = answer.Outcome == IngressOutcome.Unknown ? answer.Reason : answer.Location?.Written is { } path ? $"{answer.Location.Ingress!.Key} {path.Path}" : answer.Reason,
        };
    }
}
