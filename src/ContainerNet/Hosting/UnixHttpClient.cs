using System.Collections.Concurrent;
using System.Net.Sockets;

namespace ContainerNet.Hosting;

/// <summary>
/// GET over unix sockets, with connections kept for the next request. Small and our own: HttpClient brings TLS, proxies,
/// telemetry and every version of HTTP into a trimmed program that needs one verb of one of them.
/// </summary>
internal sealed class UnixHttpClient : IDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<HttpConnection>> _idle = new(StringComparer.Ordinal);

    internal async Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timed.CancelAfter(limit);
        try
        {
            return await SendAsync(socket, path, timed.Token);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ContainerNetException(Problem.TimedOut, socket,
                $"{socket} did not answer GET {path} within {limit.TotalSeconds:0.#} s.", error);
        }
        catch (SocketException error)
        {
            throw Unreachable(socket, error);
        }
        catch (Exception error) when (error is InvalidDataException or HttpConnectionClosedException)
        {
            throw new ContainerNetException(Problem.EngineReplyInvalid, socket,
                $"{socket} answered GET {path} with something that is not HTTP as we know it: {error.Message}", error);
        }
    }

    /// <summary>GET of a reply that has no end, such as an event stream: each line is handed over as it comes.</summary>
    /// <param name="socket">The unix socket.</param>
    /// <param name="path">What to get.</param>
    /// <param name="begun">Is called when the reply begins.</param>
    /// <param name="take">Takes a line, which holds only during the call.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ContainerNetException">EngineUnreachable, PermissionDenied, EngineReplyInvalid.</exception>
    internal static async Task ReadLinesAsync(
        string socket, string path, Action begun, Action<ReadOnlyMemory<byte>> take, CancellationToken cancellationToken)
    {
        try
        {
            using HttpConnection connection = await HttpConnection.OpenAsync(socket, cancellationToken);
            await connection.ReadLinesAsync(path, begun, take, cancellationToken);
        }
        catch (SocketException error)
        {
            throw Unreachable(socket, error);
        }
        catch (Exception error) when (error is InvalidDataException or HttpConnectionClosedException)
        {
            throw new ContainerNetException(Problem.EngineReplyInvalid, socket,
                $"{socket} answered GET {path} with something that is not a stream of lines: {error.Message}", error);
        }
    }

    public void Dispose()
    {
        foreach (HttpConnection connection in _idle.Values.SelectMany(bag => bag))
        {
            connection.Dispose();
        }

        _idle.Clear();
    }

    private async Task<HttpReply> SendAsync(string socket, string path, CancellationToken cancellationToken)
    {
        ConcurrentBag<HttpConnection> idle = _idle.GetOrAdd(socket, _ => []);
        while (idle.TryTake(out HttpConnection? used))
        {
            try
            {
                return await SendOnAsync(used, idle, path, cancellationToken);
            }
            catch (Exception error) when (error is SocketException or HttpConnectionClosedException)
            {
                // The engine closed a connection that it had kept for us: that says nothing; a new one is tried.
            }
        }

        HttpConnection fresh = await HttpConnection.OpenAsync(socket, cancellationToken);
        return await SendOnAsync(fresh, idle, path, cancellationToken);
    }

    private static async Task<HttpReply> SendOnAsync(
        HttpConnection connection, ConcurrentBag<HttpConnection> idle, string path, CancellationToken cancellationToken)
    {
        bool reusable = false;
        try
        {
            HttpReply reply = await connection.GetAsync(path, cancellationToken);
            reusable = connection.IsReusable;
            return reply;
        }
        finally
        {
            if (reusable)
            {
                idle.Add(connection);
            }
            else
            {
                connection.Dispose();
            }
        }
    }

    private static ContainerNetException Unreachable(string socket, SocketException error) => error.SocketErrorCode switch
    {
        SocketError.AccessDenied => new ContainerNetException(Problem.PermissionDenied, socket,
            $"This user may not connect to {socket}.", error),
        SocketError.ConnectionReset or SocketError.Shutdown => new ContainerNetException(
            Problem.EngineReplyInvalid, socket, $"{socket} broke the connection off: {error.Message}.", error),
        _ => new ContainerNetException(Problem.EngineUnreachable, socket,
            $"{socket} does not take connections: {error.Message}.", error),
    };
}
