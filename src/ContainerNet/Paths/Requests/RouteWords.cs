using System.Globalization;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>What a proxy is expected to do, in few words.</summary>
public static class RouteWords
{
    /// <summary>"passed on", "301 to https://...", "closed", "Unknown".</summary>
    public static string Expected(RequestWalk walk)
    {
        ArgumentNullException.ThrowIfNull(walk);
        RequestAnswer answer = walk.Answer;
        string status = answer.Status?.ToString(CultureInfo.InvariantCulture) ?? "";
        return answer.Outcome switch
        {
            RequestOutcome.Proxied => "passed on",
            RequestOutcome.Redirected => $"{status} to {answer.RedirectTo}".Trim(),
            RequestOutcome.Answered or RequestOutcome.Refused => status.Length > 0 ? status : $"{answer.Outcome}",
            RequestOutcome.File => "a file",
            RequestOutcome.Gateway => "a gateway",
            RequestOutcome.Closed => "closed",
            RequestOutcome.NotListening => "refused",
            _ => "Unknown",
        };
    }

    /// <summary>The URL that a server is asked for.</summary>
    public static string Url(UpstreamRequest request, UpstreamServer server)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(server);
        return $"{request.Pass.Scheme}://{server}{request.Target}";
    }

    /// <summary>The headers of a request that decide who answers, and how: "HTTP/1.1, Host: shop, Upgrade: websocket".</summary>
    public static string Headers(UpstreamRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return string.Join(", ", request.Headers.Where(h => h.Name.ToUpperInvariant() is "HOST" or "UPGRADE" or "CONNECTION")
            .Select(h => h.ToString()).Prepend($"HTTP/{request.HttpVersion ?? "?"}"));
    }
}
