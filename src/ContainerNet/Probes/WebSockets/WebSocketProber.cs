using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Probes.WebSockets;

/// <summary>Opens a WebSocket as a browser would, and says what it met.</summary>
public static class WebSocketProber
{
    /// <summary>Tries from the container, or from the host.</summary>
    /// <exception cref="ContainerNetException">NamespaceNotFound, PermissionDenied.</exception>
    /// <exception cref="ArgumentException">A header, origin, cookie or subprotocol that would break the request.</exception>
    public static Task<WebSocketTest> TestAsync(WebSocketProbe probe, CancellationToken cancellationToken) =>
        TestAsync(probe, external: null, cancellationToken);

    /// <summary>Tries.</summary>
    /// <param name="probe">What to open, from where, how long.</param>
    /// <param name="external">The place to stand for <see cref="Vantage.External"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ContainerNetException">NamespaceNotFound, PermissionDenied.</exception>
    /// <exception cref="ArgumentException">A header, origin, cookie or subprotocol that would break the request.</exception>
    public static async Task<WebSocketTest> TestAsync(
        WebSocketProbe probe, ExternalVantage? external, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return await new WebSocketAttempt(probe, external, cancellationToken).RunAsync();
    }
}
