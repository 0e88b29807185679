using System.Globalization;
using System.Net;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>
/// Follows requests for URLs over the facts of a host: to the proxy, through its configuration, and on to who is asked. Nothing is
/// sent, and no name is looked up that the facts do not tell. Not for several threads at once.
/// </summary>
public sealed class RequestWalker
{
    private readonly Snapshot _facts;
    private readonly PathPredictor _predictor;
    private readonly Dictionary<RunningProxy, RequestResolver> _resolvers = new(ReferenceEqualityComparer.Instance);

    /// <summary>For the host of a snapshot.</summary>
    public RequestWalker(Snapshot facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        _facts = facts;
        _predictor = new PathPredictor(facts);
    }

    /// <summary>The request at each proxy that a client comes to by the URL; none when there is no such proxy.</summary>
    /// <param name="url">http, https, ws or wss.</param>
    /// <param name="origin">Who asks.</param>
    /// <param name="proxies">The proxies to look at.</param>
    public IReadOnlyList<RequestWalk> Walk(Uri url, RequestOrigin origin, IEnumerable<RunningProxy> proxies)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(proxies);
        return [.. proxies.Select(p => At(url, origin, p)).OfType<RequestWalk>()];
    }

    /// <summary>Why no proxy takes a URL, in a sentence.</summary>
    public string Missing(Uri url, IReadOnlyList<RunningProxy> proxies)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(proxies);
        if (_facts.Proxies is null)
        {
            return "This snapshot holds no proxies: it was taken by an earlier version.";
        }

        if (proxies.Count == 0)
        {
            return "No proxy was found that runs here.";
        }

        string[] places = [.. proxies.Take(4).Select(p => $"{p} listens on {Ports(p)}")];
        return string.Create(CultureInfo.InvariantCulture, $"No proxy takes {url.Host} port {url.Port}: {string.Join("; ", places)}.");
    }

    /// <summary>"80", or "80 (published as 8088)" where clients come by another port.</summary>
    private string Ports(RunningProxy proxy)
    {
        Container? own = new ProxyNames(_facts, proxy).Own;
        string[] ports = [.. proxy.Configuration.Servers.SelectMany(s => s.Listens).Where(l => !l.Datagram)
            .Select(l => l.UnixPath is not null ? $"unix:{l.UnixPath}"
                : own?.ActivePorts.FirstOrDefault(b => b.ContainerPort == l.Port && b.Protocol == Protocol.Tcp) is { } published && published.HostPort != l.Port
                    ? string.Create(CultureInfo.InvariantCulture, $"{l.Port} (published as {published.HostPort})")
                    : l.Port.ToString(CultureInfo.InvariantCulture)).Distinct()];
        return ports.Length == 0 ? "no port" : string.Join(", ", ports);
    }

    private RequestWalk? At(Uri url, RequestOrigin origin, RunningProxy proxy)
    {
        if (!_resolvers.TryGetValue(proxy, out RequestResolver? resolver))
        {
            _resolvers.Add(proxy, resolver = new RequestResolver(proxy.Configuration));
        }

        // A published port leads to the container, whether or not anybody listens behind it. On the host's own network, one who
        // does not listen has no part in it.
        RequestWalk? first = null;
        foreach (ProxyEntrance entrance in ProxyEntrance.Of(_facts, proxy, url, origin.Vantage))
        {
            ClientRequest request = Request(url, origin, entrance);
            RequestAnswer answer = resolver.Resolve(request);
            bool isListening = answer.Outcome != RequestOutcome.NotListening;
            if (isListening || (first is null && !proxy.InHostNetwork))
            {
                RequestWalk walk = new()
                {
                    Url = url,
                    Vantage = origin.Vantage,
                    IsWebSocket = IsWebSocket(url, origin),
                    Proxy = proxy,
                    Address = entrance.Address,
                    Port = entrance.Port,
                    Way = entrance.Way is null ? null : _predictor.Predict(entrance.Way),
                    Request = request,
                    Answer = answer,
                    Rivals = isListening ? resolver.Rivals(request, answer) : [],
                    Upgrade = answer.Settings is null ? UpgradeHandling.Unknown
                        : ProxyRoutes.UpgradeOf(answer.Settings.Proxy, proxy.Configuration),
                    Upstreams = [.. (answer.Upstream?.Servers ?? []).Where(s => !s.Down).Select(s => Stop(proxy, s))],
                };
                if (isListening)
                {
                    return walk;
                }

                first = walk;
            }
        }

        return first;
    }

    private UpstreamStop Stop(RunningProxy proxy, UpstreamServer server)
    {
        if (server.UnixPath is not null)
        {
            return new UpstreamStop { Server = server, AddressSource = "a unix socket, which is not followed" };
        }

        ProxyNames names = new(_facts, proxy);
        (IReadOnlyList<IPAddress> addresses, string source) = names.Resolve(server.Host);
        if (addresses.Count == 0)
        {
            return new UpstreamStop { Server = server, AddressSource = source };
        }

        Container? own = proxy.InHostNetwork ? null : names.Own;
        IPAddress address = addresses[0];
        ApplicationPlace? application = proxy.InHostNetwork || own is not null
            ? ApplicationFinder.Find(_facts, own, address, server.Port) : null;
        return new UpstreamStop
        {
            Server = server,
            Address = address,
            AddressSource = source,
            Application = application,
            Way = !proxy.InHostNetwork && own is null ? null : _predictor.Predict(new PathQuestion
            {
                From = own?.Name ?? proxy.Program,
                To = $"{server}",
                Vantage = own is not null ? Vantage.Container : IPAddress.IsLoopback(address) ? Vantage.Loopback : Vantage.Host,
                Sender = own,
                Address = address,
                Port = server.Port,
                Receiver = application?.Container,
                ReceiverPort = application?.Port ?? 0,
                IsPublished = application is not null && application.Port != server.Port,
            }),
        };
    }

    private static bool IsWebSocket(Uri url, RequestOrigin origin) => origin.IsWebSocket || url.Scheme is "ws" or "wss";

    private static ClientRequest Request(Uri url, RequestOrigin origin, ProxyEntrance entrance)
    {
        ClientRequest request = ClientRequest.For(url);
        List<KeyValuePair<string, string>> headers = [];
        if (IsWebSocket(url, origin))
        {
            // The key of RFC 6455's example: each request that is sent has one of its own in its place.
            headers.AddRange(
            [
                new("Upgrade", "websocket"), new("Connection", "Upgrade"), new("Sec-WebSocket-Version", "13"),
                new("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ]);
        }

        if (!origin.Headers.Keys.Contains("User-Agent", StringComparer.OrdinalIgnoreCase))
        {
            headers.Add(new("User-Agent", "ContainerNet"));
        }

        headers.AddRange(origin.Headers.Where(h => !IsHost(h.Key)));
        string? host = origin.Headers.FirstOrDefault(h => IsHost(h.Key)).Value;
        return request with
        {
            Host = host ?? request.Host,
            Headers = headers,
            Address = entrance.Arrival,
            Port = entrance.ArrivalPort,
            Client = entrance.Address is { } address && entrance.Address.Equals(entrance.Arrival) && origin.Vantage != Vantage.External
                ? address : null,
        };
    }

    private static bool IsHost(string name) => name.Equals("Host", StringComparison.OrdinalIgnoreCase);
}
