using ContainerNet.Model.Proxies;
using ContainerNet.Paths.Requests;
using ContainerNet.Probes.WebSockets;

namespace ContainerNet.Probes.Proxies;

/// <summary>Says where the answers that were seen part, from what a client gets back to what the application says.</summary>
internal static class ObservedParting
{
    /// <summary>The parting, with a sentence.</summary>
    public static (RouteParting Parting, string Reason) Of(RequestWalk walk, RouteObservation seen)
    {
        SeenAnswer through = seen.Through;
        if (walk.Answer.Outcome == RequestOutcome.NotListening || through.Test is null)
        {
            return PredictedParting.Of(walk);
        }

        if (through.IsUnconnected)
        {
            return through.State == WebSocketState.Unknown
                ? (RouteParting.Unknown, $"Nothing can be said about {walk.Proxy}: {through.Detail}.")
                : (RouteParting.ProxyUnreachable, $"The client does not reach {walk.Proxy}: {through.Detail}.");
        }

        if (through.IsGood(walk.IsWebSocket) && walk.Answer.Upstream is not null)
        {
            return Good(walk, seen);
        }

        return walk.Answer.Outcome switch
        {
            RequestOutcome.Proxied => Behind(walk, seen),
            RequestOutcome.Unknown => (RouteParting.Unknown,
                $"The client gets {through.Word}. What {walk.Proxy} does with it cannot be told: {walk.Answer.Reason}."),
            _ => Itself(walk, through),
        };
    }

    private static (RouteParting Parting, string Reason) Good(RequestWalk walk, RouteObservation seen)
    {
        string answer = $"{seen.Through.Word} comes back through {walk.Proxy}";
        SeenUpstream? other = seen.Upstreams.FirstOrDefault(u => u.AsProxy.Test is not null && u.AsProxy.Status != seen.Through.Status);
        bool isSeen = seen.Upstreams.Any(u => u.AsProxy.Status == seen.Through.Status);
        return (RouteParting.None, other is not null ? $"{answer}. {other.Stop.Server} does not answer so: {other.AsProxy.Detail}."
            : isSeen ? $"{answer}, as the application answers." : $"{answer}. The upstream itself was not asked.");
    }

    /// <summary>The configuration says that nobody is asked.</summary>
    private static (RouteParting Parting, string Reason) Itself(RequestWalk walk, SeenAnswer through)
    {
        (RouteParting parting, string reason) = PredictedParting.Of(walk);
        bool asPredicted = walk.Answer.Status is not int status || through.Status == status
            || walk.Answer.Outcome is RequestOutcome.Closed or RequestOutcome.File or RequestOutcome.Gateway;
        return asPredicted || parting == RouteParting.Unknown ? (parting, reason)
            : (RouteParting.ProxyDiffers, $"The files say {RouteWords.Expected(walk)} at {walk.Location}, and the client gets {through.Word}."
                + Changed(walk.Proxy));
    }

    private static (RouteParting Parting, string Reason) Behind(RequestWalk walk, RouteObservation seen)
    {
        SeenUpstream? upstream = seen.Upstreams.FirstOrDefault(u => u.AsProxy.Test is not null && !u.AsProxy.IsGood(walk.IsWebSocket))
            ?? (seen.Upstreams.Count > 0 ? seen.Upstreams[0] : null);
        string client = $"The client gets {seen.Through.Word}";
        if (upstream is null || upstream.AsProxy.Test is null)
        {
            return walk.IsWebSocket && PredictedParting.Upgrade(walk) is { } lost ? lost
                : (RouteParting.Unknown, $"{client}. {upstream?.AsProxy.Detail ?? "Which server is asked is not known"}.");
        }

        if (upstream.AsProxy.IsGood(walk.IsWebSocket))
        {
            return (RouteParting.ProxyDiffers,
                $"{client}, and {upstream.Stop.Server} answers the same request with {upstream.AsProxy.Word}.{Changed(walk.Proxy)}");
        }

        return Unanswered(walk, upstream) is { } silent ? (silent.Parting, $"{client}: {silent.Reason}") : Answered(walk, upstream);
    }

    /// <summary>The upstream gives no answer in HTTP; null when it does.</summary>
    private static (RouteParting Parting, string Reason)? Unanswered(RequestWalk walk, SeenUpstream upstream)
    {
        SeenAnswer asked = upstream.AsProxy;
        string server = $"{upstream.Stop.Server}";
        string scheme = walk.Answer.Upstream!.Pass.Scheme;
        string direct = upstream.Direct is { Test: not null } at && upstream.Stop.Application is { } application
            ? $" In {application} itself it is {at.Word}." : "";
        if (asked.IsWrongScheme)
        {
            return (RouteParting.WrongScheme, scheme == "https" ? $"the proxy speaks TLS to {server}, which speaks plain HTTP."
                : $"the proxy speaks plain HTTP to {server}, which wants TLS.");
        }

        return asked.State switch
        {
            WebSocketState.Refused => (RouteParting.UpstreamRefuses, $"nobody listens at {server}, as the proxy sees it.{direct}"),
            WebSocketState.Rejected or WebSocketState.Filtered =>
                (RouteParting.UpstreamUnreachable, $"the proxy does not reach {server}: {asked.Detail}.{direct}"),
            WebSocketState.Reset or WebSocketState.ClosedEarly when asked.AnswersToHost => (RouteParting.HostChanged,
                $"{server} breaks off when it is asked for {walk.Answer.Upstream!.Host}, as the proxy asks, and answers when it is asked for {walk.Request.Host ?? walk.Url.IdnHost}."),
            WebSocketState.Reset or WebSocketState.ClosedEarly =>
                (RouteParting.UpstreamCloses, $"{server} accepts and breaks off: {asked.Detail}.{direct}"),
            WebSocketState.NoAnswer => (RouteParting.UpstreamSilent, $"{server} does not answer the proxy: {asked.Detail}.{direct}"),
            WebSocketState.InvalidAnswer or WebSocketState.TlsFailed =>
                (RouteParting.WrongProtocol, $"{server} does not answer as the proxy expects: {asked.Detail}.{direct}"),
            WebSocketState.Unknown => (RouteParting.Unknown, $"{server} could not be asked: {asked.Detail}."),
            _ => null,
        };
    }

    /// <summary>The upstream answers, and badly: is it the application, or what the proxy made of the request?</summary>
    private static (RouteParting Parting, string Reason) Answered(RequestWalk walk, SeenUpstream upstream)
    {
        UpstreamRequest request = walk.Answer.Upstream!;
        string asked = $"The application answers {upstream.AsProxy.Word} to what the proxy asks";
        if (upstream.Original?.IsGood(walk.IsWebSocket) == true)
        {
            return (RouteParting.UriChanged, $"{asked}, {request.Target}, and {upstream.Original.Word} to {walk.Request.Target}, which the "
                + $"client asks for: proxy_pass {request.Pass} at {walk.Location} puts its own path in the place of what the location matched.");
        }

        if (walk.IsWebSocket && PredictedParting.Upgrade(walk) is { } lost)
        {
            return (lost.Parting, upstream.Direct?.IsGood(true) == true
                ? $"{lost.Reason} The application itself answers {upstream.Direct.Word}, and {upstream.AsProxy.Word} without the upgrade."
                : lost.Reason);
        }

        if (upstream.Direct?.IsGood(walk.IsWebSocket) == true)
        {
            return (RouteParting.HeadersChanged,
                $"{asked}, and {upstream.Direct.Word} to the client's own words. The proxy sends {RouteWords.Headers(request)}.");
        }

        RequestRival? rival = upstream.AsProxy.Status == 404 ? walk.Rivals.FirstOrDefault(r => r.Location is not null
            && r.Reason is RivalReason.PatternBeforePrefix or RivalReason.EarlierPattern or RivalReason.PatternNotTried) : null;
        return rival is not null ? (RouteParting.OtherLocation, PredictedParting.Lost(walk, rival))
            : (RouteParting.Application, upstream.Direct is { Test: not null } direct
                ? $"The application itself answers {direct.Word}, with nothing between."
                : $"What listens at {upstream.Stop.Server} answers {upstream.AsProxy.Word} itself.");
    }

    private static string Changed(RunningProxy proxy) => proxy.ChangedFiles.Count > 0
        ? $" {proxy.ChangedFiles[0].File} was changed since the proxy took its configuration." : "";
}
