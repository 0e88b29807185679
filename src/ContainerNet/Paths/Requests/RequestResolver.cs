using System.Net;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>
/// Says what a proxy does with requests by its configuration alone: which server and which location take it, and what is asked of
/// whom. What is not understood makes the answer Unknown and is named. Not for several threads at once.
/// </summary>
public sealed class RequestResolver
{
    private readonly CompiledProxy _proxy;

    /// <summary>For a proxy as it was read.</summary>
    public RequestResolver(Proxy proxy)
    {
        ArgumentNullException.ThrowIfNull(proxy);
        _proxy = new CompiledProxy(proxy);
    }

    /// <summary>Follows a request.</summary>
    public RequestAnswer Resolve(ClientRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_proxy.Find(request) is not ListenAddress address)
        {
            return NotListening(request);
        }

        HttpServer byDefault = address.Default.Server;
        string? host = request.Host is null ? "" : HostName.Of(ByteText.Of(request.Host));
        if (host is null)
        {
            return Refuse(byDefault, 400, "the Host header is malformed");
        }

        CompiledServer server = address.Names.Find(host, out Pcre? pattern) ?? address.Default;
        if (request.Scheme == "https" != address.Ssl)
        {
            return address.Ssl ? Refuse(byDefault, 400, "plain HTTP was sent to a port of HTTPS")
                : new RequestAnswer { Outcome = RequestOutcome.Closed, Server = byDefault, Reason = "TLS was sent to a port of plain HTTP" };
        }

        // The request line comes before the Host header, so that the default server reads it, unless TLS has told the name by
        // then. An address is no name.
        bool isNamed = address.Ssl && !IPAddress.TryParse(host, out _);
        HttpServer first = isNamed ? server.Server : byDefault;
        if (address.Ssl && first.RejectsHandshake)
        {
            return new RequestAnswer { Outcome = RequestOutcome.Closed, Server = first, Reason = "ssl_reject_handshake is on" };
        }

        if (RequestTarget.Parse(ByteText.Of(request.Target), first.MergeSlashes) is not RequestTarget target)
        {
            return Refuse(byDefault, 400, "the path is malformed");
        }

        RequestState state = new(request, target, _proxy) { Server = server, Host = host };
        return pattern is not null && state.Match(pattern, host) is null
            ? NotUnderstood(server.Server, pattern) : new RequestRun(state, address.ProxyProtocol is { } listen ? [listen] : []).Run();
    }

    /// <summary>The servers and locations that fit a request as well, and why they did not take it.</summary>
    public IReadOnlyList<RequestRival> Rivals(ClientRequest request, RequestAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(answer);
        return [.. RivalFinder.Servers(_proxy, request, answer), .. RivalFinder.Locations(answer)];
    }

    private static RequestAnswer Refuse(HttpServer server, int status, string reason) =>
        new() { Outcome = RequestOutcome.Refused, Server = server, Status = status, Reason = reason };

    /// <summary>A server may listen on a host name, whose address only the resolver of the proxy knows.</summary>
    private RequestAnswer NotListening(ClientRequest request)
    {
        Listen? named = request.UnixPath is not null ? null : _proxy.Servers.SelectMany(s => s.Server.Listens)
            .FirstOrDefault(l => l is { HostName: not null, Source: not null } && l.Port <= request.Port && request.Port <= l.LastPort);
        return named is null
            ? new RequestAnswer { Outcome = RequestOutcome.NotListening, Reason = "no server listens there" }
            : new RequestAnswer
            {
                Outcome = RequestOutcome.Unknown,
                Reason = $"the address of {named.HostName} is not known",
                NotUnderstood = new ProxyDirective { Name = "listen", Arguments = [named.ToString()], Source = named.Source! },
            };
    }

    private static RequestAnswer NotUnderstood(HttpServer server, Pcre pattern)
    {
        Setting<string> name = server.Names.First(n => n.Value == "~" + pattern.Text);
        return new RequestAnswer
        {
            Outcome = RequestOutcome.Unknown,
            Reason = "a pattern of its names is not understood",
            NotUnderstood = new ProxyDirective { Name = "server_name", Arguments = [name.Value], Source = name.Source ?? server.Source },
        };
    }
}
