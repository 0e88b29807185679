using ContainerNet.Paths.Visits;

namespace ContainerNet.Probes.Visits;

/// <summary>An application at an address, asked with nothing between.</summary>
public sealed class HttpApplication : IApplication, IDisposable
{
    private readonly HttpAsker _asker;
    private readonly Uri _address;

    /// <summary>At scheme, host and port.</summary>
    /// <param name="address">The address; its path counts for nothing.</param>
    /// <param name="limit">How long each request may take.</param>
    /// <param name="processId">A process in whose network namespace it is asked; null for our own.</param>
    public HttpApplication(Uri address, TimeSpan limit, int? processId = null)
    {
        _address = address;
        _asker = new HttpAsker(null, acceptsAny: true, limit, processId);
    }

    /// <inheritdoc/>
    public Task<VisitAnswer> AskAsync(string target, IReadOnlyList<KeyValuePair<string, string>> headers, bool isWebSocket, CancellationToken cancellationToken) =>
        _asker.AskAsync(_address, target, headers, isWebSocket, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _asker.Dispose();
}
