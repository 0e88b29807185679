using ContainerNet.Model.Ingresses;
using ContainerNet.Paths.Requests;

namespace ContainerNet.Paths.Ingresses;

/// <summary>
/// Says what becomes of requests at an ingress-nginx. nginx's own part is followed through its configuration (<see cref="RequestResolver"/>); to that
/// comes what the controller does in Lua at the end of the rewrite phase: it sends HTTP on to HTTPS, and answers 503 where there are no endpoints
/// (lua_ingress.lua, balancer.lua). Not for several threads at once.
/// </summary>
public sealed class IngressResolver
{
    private readonly NginxOfIngresses _nginx;
    private readonly RequestResolver _resolver;
    private readonly ControllerSettings _settings;
    private readonly HashSet<string> _certified;

    /// <summary>For servers and locations.</summary>
    public IngressResolver(IngressConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Configuration = configuration;
        _settings = configuration.Settings;
        _nginx = new NginxOfIngresses(configuration);
        _resolver = new RequestResolver(_nginx.Proxy);
        _certified = new HashSet<string>(
            configuration.Servers.Where(s => s.HasCertificate && s.Host != IngressServer.AllHosts).SelectMany(s => s.Aliases.Prepend(s.Host)), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The servers and locations.</summary>
    public IngressConfiguration Configuration { get; }

    /// <summary>What becomes of the request that a browser would send for a URL.</summary>
    public IngressAnswer Resolve(Uri url, string method = "GET")
    {
        ArgumentNullException.ThrowIfNull(url);
        return Resolve(ClientRequest.For(url) with { Method = method });
    }

    /// <summary>What becomes of a request. Its port counts for nothing: the balancer in front of an ingress has ports of its own.</summary>
    public IngressAnswer Resolve(ClientRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestAnswer answer = _resolver.Resolve(request with { Port = request.Scheme == "https" ? 443 : 80, Address = null, UnixPath = null });
        IngressLocation? location = _nginx.Of(answer.Location);
        IngressServer? server = _nginx.Of(answer.Server);
        IngressAnswer known = new()
        {
            Outcome = OutcomeOf(answer),
            Status = answer.Status,
            Reason = answer.NotUnderstood is { } unknown ? $"{answer.Reason}: {unknown}" : answer.Reason,
            Server = server,
            Location = location,
            RedirectTo = answer.RedirectTo,
            Nginx = answer,
        };
        if (server is null)
        {
            return WithoutSlash(known, request);
        }

        if (server.SslPassthrough && request.Scheme == "https")
        {
            return known with { Outcome = IngressOutcome.Unknown, Status = null, Reason = "TLS is passed on to the application as it is (ssl-passthrough)" };
        }

        // Lua runs after the steps of the location, and before clients are let in.
        bool isInLua = location is not null && answer.Outcome is RequestOutcome.Proxied or RequestOutcome.Gateway or RequestOutcome.Refused && answer.Status is null or 403;
        return isInLua ? InLua(known, location!, server, request) : Denied(known);
    }

    private static IngressOutcome OutcomeOf(RequestAnswer answer) => answer.Outcome switch
    {
        RequestOutcome.Proxied or RequestOutcome.Gateway => IngressOutcome.Passed,
        RequestOutcome.Redirected => IngressOutcome.Redirected,
        RequestOutcome.Answered => IngressOutcome.Answered,
        RequestOutcome.Unknown => IngressOutcome.Unknown,
        _ => IngressOutcome.Refused,
    };

    private static IngressAnswer Denied(IngressAnswer answer) => answer is { Location.Options.Denied: { } reason, Status: 503 }
        ? answer with { Outcome = IngressOutcome.Refused, Reason = reason } : answer;

    private static IngressAnswer WithoutSlash(IngressAnswer answer, ClientRequest request) =>
        answer.RedirectTo is { } target && target.EndsWith('/') && request.Target.EndsWith('/') ? answer with { RedirectTo = target[..^1] } : answer;

    private IngressAnswer InLua(IngressAnswer answer, IngressLocation location, IngressServer server, ClientRequest request)
    {
        if (RedirectToHttps(location, request) is { } address)
        {
            return answer with { Outcome = IngressOutcome.Redirected, Status = _settings.RedirectCode, RedirectTo = address, Reason = "HTTP is sent on to HTTPS" };
        }

        IngressUpstream upstream = location.Upstream;
        if (upstream.IsEmpty)
        {
            return answer with
            {
                Outcome = IngressOutcome.NoEndpoints,
                Status = 503,
                Upstream = upstream,
                Reason = upstream.State switch
                {
                    IngressUpstreamState.ServiceMissing => $"there is no service {upstream.Namespace}/{upstream.Service}",
                    IngressUpstreamState.PortMissing => $"the service {upstream.Namespace}/{upstream.Service} has no port {upstream.Port}",
                    _ => $"the service {upstream.Namespace}/{upstream.Service} has no endpoints that are ready",
                },
            };
        }

        if (answer.Status == 403)
        {
            return answer;
        }

        bool isDefault = upstream.Name == IngressConfiguration.DefaultUpstream;
        return answer with
        {
            Outcome = isDefault ? IngressOutcome.DefaultBackend : IngressOutcome.Passed,
            Status = isDefault && upstream.Service.Length == 0 ? 404 : null,
            Reason = isDefault ? server.Host == IngressServer.AllHosts ? "no Ingress has this host" : "no Ingress of this host has this path" : "",
            Upstream = upstream,
            Target = answer.Nginx.Upstream?.Target,
            Headers = answer.Nginx.Upstream?.Headers ?? [],
            Conditions = [.. answer.Nginx.Conditions.Select(c => c.ToString()), .. location.Canaries.Select(c => $"canary {c.Name}")],
        };
    }

    private string? RedirectToHttps(IngressLocation location, ClientRequest request)
    {
        string scheme = _settings.UsesForwardedHeaders ? Header(request, "X-Forwarded-Proto") ?? request.Scheme : request.Scheme;
        IngressOptions options = location.Options;
        bool isKept = _settings.NoTlsRedirectLocations.Any(p => location.Path.StartsWith(p, StringComparison.Ordinal));
        if (scheme != "http" || isKept || !(options.ForceSslRedirect || (options.SslRedirect && IsCertified(request))))
        {
            return null;
        }

        string host = (_settings.UsesForwardedHeaders ? Header(request, "X-Forwarded-Host")?.Split(',')[0] : null) ?? request.Host ?? "";
        string target = !options.PreserveTrailingSlash && request.Target.EndsWith('/') ? request.Target[..^1] : request.Target;
        return $"https://{host.Split(':')[0]}{(options.UsesPortInRedirects ? ":443" : "")}{target}";
    }

    /// <summary>The certificate of the host, or that of a wildcard in the place of its first label.</summary>
    private bool IsCertified(ClientRequest request)
    {
        string host = (request.Host ?? "").Split(':')[0];
        int dot = host.IndexOf('.', StringComparison.Ordinal);
        return _certified.Contains(host) || (dot > 0 && _certified.Contains($"*{host[dot..]}"));
    }

    private static string? Header(ClientRequest request, string name) =>
        request.Headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
