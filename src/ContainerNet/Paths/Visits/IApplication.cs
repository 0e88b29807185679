namespace ContainerNet.Paths.Visits;

/// <summary>An application that is asked with nothing between.</summary>
public interface IApplication
{
    /// <summary>Asks. What goes wrong is an answer too.</summary>
    /// <param name="target">Path and query.</param>
    /// <param name="headers">The headers, Host among them.</param>
    /// <param name="isWebSocket">Is it the handshake of a WebSocket?</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<VisitAnswer> AskAsync(string target, IReadOnlyList<KeyValuePair<string, string>> headers, bool isWebSocket, CancellationToken cancellationToken);
}
