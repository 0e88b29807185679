using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Paths.Visits;
using ContainerNet.Probes.WebSockets;

namespace ContainerNet.Probes.Visits;

/// <summary>
/// Sends requests of a visit: pages by the HTTP client of the runtime, which follows nothing, keeps no cookie and knows no proxy here; and handshakes of
/// WebSockets by <see cref="WebSocketProber"/>.
/// </summary>
internal sealed class HttpAsker : IDisposable
{
    private const int BodyLimit = 1 << 20;

    private readonly IPAddress? _address;
    private readonly int? _processId;
    private readonly bool _acceptsAny;
    private readonly TimeSpan _limit;
    private readonly HttpClient _client;
    private string? _fault;

    /// <summary>Asks wherever a name leads, or an address in its place.</summary>
    /// <param name="address">The address; null for the name's.</param>
    /// <param name="acceptsAny">Any certificate?</param>
    /// <param name="limit">How long each request may take.</param>
    /// <param name="processId">A process in whose network namespace it asks; null for our own.</param>
    public HttpAsker(IPAddress? address, bool acceptsAny, TimeSpan limit, int? processId)
    {
        (_address, _acceptsAny, _limit, _processId) = (address, acceptsAny, limit, processId);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = ConnectAsync,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
                RemoteCertificateValidationCallback = IsAccepted,
            },
        }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Asks.</summary>
    /// <param name="origin">Scheme, host and port.</param>
    /// <param name="target">Path and query.</param>
    /// <param name="headers">The headers, Host among them.</param>
    /// <param name="isWebSocket">Is it a handshake?</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<VisitAnswer> AskAsync(
        Uri origin, string target, IReadOnlyList<KeyValuePair<string, string>> headers, bool isWebSocket, CancellationToken cancellationToken)
    {
        SentRequest sent = new(target, "1.1", headers);
        return sent.Fault is { } fault ? Task.FromResult(new VisitAnswer { Detail = $"not asked: {fault}", IsUnknown = true })
            : isWebSocket ? UpgradeAsync(origin, sent, cancellationToken) : GetAsync(origin, sent, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        Socket socket = _processId is int process ? NamespaceThread.Run(process, NewSocket) : NewSocket();
        try
        {
            EndPoint target = _address is null ? context.DnsEndPoint : new IPEndPoint(_address, context.DnsEndPoint.Port);
            await socket.ConnectAsync(target, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Socket NewSocket() => new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private bool IsAccepted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        _fault = CertificateFault.Of(
            certificate as X509Certificate2, chain, errors, (sender as SslStream)?.TargetHostName ?? "", TimeProvider.System.GetUtcNow().UtcDateTime);
        return _fault is null || _acceptsAny;
    }

    private async Task<VisitAnswer> UpgradeAsync(Uri origin, SentRequest sent, CancellationToken cancellationToken)
    {
        WebSocketTest test = await WebSocketProber.TestAsync(new WebSocketProbe
        {
            Uri = origin,
            Vantage = _processId is null ? Vantage.Host : Vantage.Container,
            ContainerProcessId = _processId ?? 0,
            Address = _address,
            AsSent = sent,
            Exchange = WebSocketExchange.None,
            SkipCertificateCheck = _acceptsAny,
            Limit = _limit,
        }, cancellationToken);
        bool isOpen = test.State == WebSocketState.Open;
        return new VisitAnswer
        {
            // An answer that is no WebSocket's is none, whatever its status.
            Status = test.Status == 101 && !isOpen ? null : test.Status,
            Headers = [.. test.Headers],
            Body = test.Body,
            Detail = isOpen ? "" : test.Detail,
        };
    }

    private async Task<VisitAnswer> GetAsync(Uri origin, SentRequest sent, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_limit);
        _fault = null;
        try
        {
            using HttpRequestMessage request = Request(origin, sent);
            using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            VisitAnswer answer = new()
            {
                Status = (int)response.StatusCode,
                Headers = [.. response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                    .SelectMany(h => h.Value.Select(v => new KeyValuePair<string, string>(h.Key, v)))],
                Detail = _fault is { } fault ? $"gone on all the same: {fault}" : "",
            };
            return answer.Type == "text/event-stream" ? answer : answer with { Body = await BodyAsync(response, limit.Token, cancellationToken) };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or FormatException or InvalidOperationException)
        {
            return new VisitAnswer { Detail = _fault ?? ProbeText.Printable(e.GetBaseException().Message, 160) };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new VisitAnswer { Detail = $"no answer within {ProbeText.Seconds(_limit)} s" };
        }
    }

    private static HttpRequestMessage Request(Uri origin, SentRequest sent)
    {
        // The path goes over the wire as it is written.
        Uri url = new(origin.GetLeftPart(UriPartial.Authority) + sent.Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        HttpRequestMessage request = new(HttpMethod.Get, url) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        foreach ((string name, string value) in sent.Headers)
        {
            if (name.Equals("Host", StringComparison.OrdinalIgnoreCase))
            {
                request.Headers.Host = value;
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    /// <summary>The beginning of a body, as far as it comes in time.</summary>
    private static async Task<string> BodyAsync(HttpResponseMessage response, CancellationToken limit, CancellationToken stop)
    {
        byte[] body = new byte[BodyLimit];
        int length = 0;
        try
        {
            await using Stream stream = await response.Content.ReadAsStreamAsync(limit);
            while (length < BodyLimit && await stream.ReadAsync(body.AsMemory(length), limit) is int count and > 0)
            {
                length += count;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or HttpRequestException && !stop.IsCancellationRequested)
        {
            // What came until then counts.
        }

        return Encoding.UTF8.GetString(body, 0, length);
    }
}
