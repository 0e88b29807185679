using System.Net;
using ContainerNet.Paths.Visits;

namespace ContainerNet.Probes.Visits;

/// <summary>Asks the real ingress; and the application by itself, where its address is known.</summary>
public sealed class HttpVisitor : IVisitor, IDisposable
{
    private readonly HttpAsker _asker;
    private readonly HttpApplication? _application;

    /// <summary>A visitor.</summary>
    /// <param name="address">Where to connect, instead of where the name leads; null for there.</param>
    /// <param name="application">The application by itself; null where it cannot be asked. Not disposed of here.</param>
    /// <param name="acceptsAnyCertificate">Go on with a certificate that is not valid?</param>
    /// <param name="limit">How long each request may take.</param>
    /// <param name="processId">A process in whose network namespace is asked; null for our own.</param>
    public HttpVisitor(IPAddress? address, HttpApplication? application, bool acceptsAnyCertificate, TimeSpan limit, int? processId = null)
    {
        _application = application;
        _asker = new HttpAsker(address, acceptsAnyCertificate, limit, processId);
    }

    /// <inheritdoc/>
    public bool ReachesApplication => _application is not null;

    /// <inheritdoc/>
    public Task<VisitAnswer> AskAsync(VisitRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        KeyValuePair<string, string>[] headers = [new("Host", request.Host), .. request.Headers];
        return request.ApplicationTarget is { } target && _application is not null
            ? _application.AskAsync(target, headers, request.IsWebSocket, cancellationToken)
            : _asker.AskAsync(request.Url, request.Url.PathAndQuery, headers, request.IsWebSocket, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _asker.Dispose();
}
