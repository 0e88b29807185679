using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Paths.Requests;
using ContainerNet.Probes.WebSockets;

namespace ContainerNet.Probes.Proxies;

/// <summary>Sends a request through a proxy, to what the proxy asks, and to the application itself, and tells where the answers part.
/// Holds the other machine that External needs; dispose of it.</summary>
public sealed class ProxyRouteTester : IAsyncDisposable
{
    private readonly WebSocketTester _tester;
    private readonly string _host;

    /// <summary>A tester for the proxies of a snapshot, taken on this host a moment ago.</summary>
    public ProxyRouteTester(IHost host, Snapshot facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        _tester = new WebSocketTester(host, facts);
        _host = facts.Host.Name;
    }

    /// <summary>How long each request may take, from the first packet to the whole head of the answer.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Sends the request of a walk at every step. Nothing but GET and handshakes of WebSockets is ever sent.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, NetlinkRefused, TargetNotFound.</exception>
    public async Task<IReadOnlyList<ProxyRouteTest>> TestAsync(RequestWalk walk, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(walk);
        return RouteRows.Of(walk, await ObserveAsync(walk, cancellationToken), _host);
    }

    /// <summary>Takes the other machine away.</summary>
    public ValueTask DisposeAsync() => _tester.DisposeAsync();

    /// <summary>What is seen at every step.</summary>
    internal async Task<RouteObservation> ObserveAsync(RequestWalk walk, CancellationToken cancellationToken)
    {
        SeenAnswer through = walk.Address is null
            ? new SeenAnswer(walk.Url.ToString(), null, "there is no address to connect to")
            : await AskAsync(
                new Asking(walk.Url, walk.Address, walk.Port) { Vantage = walk.Vantage, Words = Client(walk, walk.Request.Target) },
                cancellationToken);
        List<SeenUpstream> upstreams = [];
        foreach (UpstreamStop stop in walk.Upstreams)
        {
            upstreams.Add(await UpstreamAsync(walk, stop, cancellationToken));
        }

        return new RouteObservation(through, upstreams);
    }

    private async Task<SeenUpstream> UpstreamAsync(RequestWalk walk, UpstreamStop stop, CancellationToken cancellationToken)
    {
        UpstreamRequest request = walk.Answer.Upstream!;
        SeenAnswer asProxy = await AsProxyAsync(walk, stop, request, cancellationToken);
        if (stop.Application is not { } application)
        {
            return new SeenUpstream(stop, asProxy, null, null);
        }

        // An upstream that is spoken to in the wrong way is asked the other way, to show that it is there.
        string scheme = asProxy.IsWrongScheme == (request.Pass.Scheme == "https") ? "http" : "https";
        async Task<SeenAnswer> DirectAsync(string target) => await AskAsync(
            new Asking(new Uri($"{scheme}://{new IPEndPoint(application.Address, application.Port)}/"), application.Address, application.Port)
            {
                Vantage = Vantage.Container,
                ProcessId = application.Container.ProcessId,
                TlsName = walk.Url.IdnHost,
                Words = Client(walk, target),
            }, cancellationToken);
        SeenAnswer direct = await DirectAsync(request.Target);
        bool isAskedAgain = !asProxy.IsGood(walk.IsWebSocket) && !direct.IsGood(walk.IsWebSocket) && request.Target != walk.Request.Target;
        return new SeenUpstream(stop, asProxy, direct, isAskedAgain ? await DirectAsync(walk.Request.Target) : null);
    }

    private async Task<SeenAnswer> AsProxyAsync(
        RequestWalk walk, UpstreamStop stop, UpstreamRequest request, CancellationToken cancellationToken)
    {
        string url = RouteWords.Url(request, stop.Server);
        if (stop.Address is null)
        {
            return new SeenAnswer(url, null, $"not asked: {stop.AddressSource}");
        }

        if (request.Method != "GET")
        {
            return new SeenAnswer(url, null, $"not asked: the proxy makes it a {request.Method}, which may change things");
        }

        string[] unknown = [.. request.Headers.Where(h => h.Value is null).Select(h => h.Name)];
        bool isNamed = request.Pass.Host.Length > 0 && Has(walk, "proxy_ssl_server_name", "on");
        Asking asking = new(new Uri($"{request.Pass.Scheme}://{new IPEndPoint(stop.Address, stop.Server.Port)}/"), stop.Address, stop.Server.Port)
        {
            // Its namespace may be the host's own, which needs no permission to stand in.
            Vantage = walk.Proxy.InHostNetwork ? Vantage.Host : Vantage.Container,
            ProcessId = walk.Proxy.ProcessId,
            TlsName = isNamed ? request.Pass.Host : "",
            Url = url,
            Note = unknown.Length == 0 ? "" : $"sent without {string.Join(", ", unknown)}, whose value is not known",
            Words = new SentRequest(request.Target, request.HttpVersion ?? "1.1",
                [.. request.Headers.Where(h => h.Value is not null).Select(h => KeyValuePair.Create(h.Name, h.Value!))]),
        };
        SeenAnswer answer = await AskAsync(asking, cancellationToken);
        if (request.Pass.Scheme == "http" && answer.State is WebSocketState.Reset or WebSocketState.ClosedEarly or WebSocketState.InvalidAnswer)
        {
            answer = answer with { AnswersToTls = await AnswersToTlsAsync(asking, cancellationToken) };
        }

        return !answer.AnswersToTls && answer.State is WebSocketState.Reset or WebSocketState.ClosedEarly
            ? answer with { AnswersToHost = await AnswersToHostAsync(walk, asking, cancellationToken) } : answer;
    }

    /// <summary>A server of several hosts may hang up on a name that is none of them, and the proxy's own word for it is an address.</summary>
    private async Task<bool> AnswersToHostAsync(RequestWalk walk, Asking asking, CancellationToken cancellationToken)
    {
        string host = walk.Request.Host ?? walk.Url.IdnHost;
        SentRequest words = asking.Words with
        {
            Headers = [.. asking.Words.Headers.Where(h => !h.Key.Equals("Host", StringComparison.OrdinalIgnoreCase)).Prepend(KeyValuePair.Create("Host", host))],
        };
        return !asking.Words.Headers.Any(h => h.Key.Equals("Host", StringComparison.OrdinalIgnoreCase) && h.Value == host)
            && (await AskAsync(asking with { Words = words }, cancellationToken)).Status is not null;
    }

    /// <summary>Most servers of TLS say in plain HTTP that they want TLS, some just close.</summary>
    private async Task<bool> AnswersToTlsAsync(Asking asking, CancellationToken cancellationToken)
    {
        SeenAnswer answer = await AskAsync(asking with { Uri = new UriBuilder(asking.Uri) { Scheme = "https" }.Uri }, cancellationToken);
        return answer.Test?.Tls is not null;
    }

    private static bool Has(RequestWalk walk, string name, string value) => walk.Answer.Settings?.Proxy.Ssl
        .Any(d => d.Name == name && d.Arguments is [{ } first, ..] && first == value) == true;

    private static SentRequest Client(RequestWalk walk, string target) =>
        new(target, "1.1", [KeyValuePair.Create("Host", walk.Request.Host ?? walk.Url.IdnHost), .. walk.Request.Headers]);

    private async Task<SeenAnswer> AskAsync(Asking asking, CancellationToken cancellationToken)
    {
        string url = asking.Url ?? $"{asking.Uri.GetLeftPart(UriPartial.Authority)}{asking.Words.Target}";
        if (asking.Words.Fault is { } fault)
        {
            return new SeenAnswer(url, null, $"not asked: {fault}");
        }

        WebSocketTest test = await _tester.TestAsync(new WebSocketProbe
        {
            Uri = asking.Uri,
            Vantage = asking.Vantage,
            Address = asking.Address,
            Port = asking.Port,
            ContainerProcessId = asking.ProcessId,
            TlsName = asking.TlsName,
            AsSent = asking.Words,
            Exchange = WebSocketExchange.None,
            SkipCertificateCheck = true,
            Limit = Limit,
        }, cancellationToken);
        return new SeenAnswer(url, test, asking.Note);
    }

    private sealed record Asking(Uri Uri, IPAddress Address, int Port)
    {
        public Vantage Vantage { get; init; }

        public int ProcessId { get; init; }

        public string? TlsName { get; init; }

        public string? Url { get; init; }

        public string Note { get; init; } = "";

        public required SentRequest Words { get; init; }
    }
}
