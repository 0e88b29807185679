using System.Globalization;
using ContainerNet.Paths.Ingresses;
using ContainerNet.Paths.Requests;

namespace ContainerNet.Paths.Visits;

/// <summary>
/// Answers as an ingress would that is not there yet: where it would pass a request on, the application itself is asked with what it would get, and
/// its answer is changed as nginx would. Not for several threads at once.
/// </summary>
public sealed class PredictedVisitor : IVisitor
{
    private readonly IngressResolver _resolver;
    private readonly IApplication _application;
    private readonly string _service;

    /// <summary>For manifests and an application.</summary>
    /// <param name="resolver">What becomes of requests.</param>
    /// <param name="application">The application that answers for the service behind the page.</param>
    /// <param name="page">The page, by whose service others are told from it.</param>
    public PredictedVisitor(IngressResolver resolver, IApplication application, Uri page)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        _resolver = resolver;
        _application = application;
        _service = resolver.Resolve(page) is { Outcome: IngressOutcome.Passed or IngressOutcome.NoEndpoints, Upstream: { } upstream } ? NameOf(upstream) : "";
    }

    /// <inheritdoc/>
    public bool ReachesApplication => true;

    /// <inheritdoc/>
    public async Task<VisitAnswer> AskAsync(VisitRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        IngressAnswer answer = _resolver.Resolve(ClientRequest.For(request.Url) with { Headers = request.Headers });
        bool isPassed = answer is { Outcome: IngressOutcome.Passed, Target: not null };
        if (request.ApplicationTarget is { } target)
        {
            IReadOnlyList<KeyValuePair<string, string>> headers = isPassed ? Headers(answer) : [new("Host", request.Host), .. request.Headers];
            return Changed(await _application.AskAsync(target, headers, request.IsWebSocket, cancellationToken), answer, request);
        }

        if (!isPassed)
        {
            return Own(answer);
        }

        if (_service.Length > 0 && NameOf(answer.Upstream!) != _service)
        {
            return new VisitAnswer { IsUnknown = true, Detail = $"it comes to service {NameOf(answer.Upstream!)}, which was not asked" };
        }

        VisitAnswer came = await _application.AskAsync(answer.Target!, Headers(answer), request.IsWebSocket, cancellationToken);
        return came.Status is null ? new VisitAnswer { Status = 502, IsOfIngress = true, Detail = $"the application gives no answer: {came.Detail}" }
            : Changed(Noted(came, answer), answer, request);
    }

    private static string NameOf(IngressUpstream upstream) => upstream.Service.Length > 0 ? $"{upstream.Namespace}/{upstream.Service}" : upstream.Name;

    private static VisitAnswer Noted(VisitAnswer came, IngressAnswer answer) =>
        answer.Conditions.Count == 0 ? came : came with { Detail = $"unless the ingress refuses it: {string.Join(", ", answer.Conditions)}" };

    private static VisitAnswer Changed(VisitAnswer came, IngressAnswer answer, VisitRequest request) =>
        answer is { Outcome: IngressOutcome.Passed, Location: { } location } ? AnswerChanges.Apply(came, location, request) : came;

    /// <summary>What the ingress answers by itself.</summary>
    private static VisitAnswer Own(IngressAnswer answer) => new()
    {
        Status = answer.Status,
        IsUnknown = answer.Status is null,
        IsOfIngress = true,
        Headers = answer.RedirectTo is { } address ? [new("Location", address)] : [],
        Detail = answer.Reason,
    };

    private static List<KeyValuePair<string, string>> Headers(IngressAnswer answer) =>
    [
        .. answer.Headers.Where(h => !string.IsNullOrEmpty(h.Value)).Select(h => new KeyValuePair<string, string>(h.Name, h.Value!)),
        .. answer.Headers.Any(h => h.Name.Equals("X-Request-ID", StringComparison.OrdinalIgnoreCase) && h.Value is null)
            ? [new KeyValuePair<string, string>("X-Request-ID", 0.ToString("x32", CultureInfo.InvariantCulture))] : Array.Empty<KeyValuePair<string, string>>(),
    ];
}
