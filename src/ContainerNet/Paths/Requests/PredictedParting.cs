using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>Where a request will fail, by facts alone.</summary>
public static class PredictedParting
{
    /// <summary>The parting, with a sentence.</summary>
    public static (RouteParting Parting, string Reason) Of(RequestWalk walk)
    {
        ArgumentNullException.ThrowIfNull(walk);
        return ToProxy(walk) ?? AtProxy(walk) ?? Behind(walk);
    }

    /// <summary>The location that would pass the upgrade on, where one fits the request and another took it. A shorter prefix was not
    /// meant: the longer one lacks the lines.</summary>
    public static RequestRival? Upgrading(RequestWalk walk)
    {
        ArgumentNullException.ThrowIfNull(walk);
        return walk.Rivals.FirstOrDefault(r => r.Reason != RivalReason.LongerPrefix && r.Location is { Content.Pass: not null } location
            && ProxyRoutes.UpgradeOf(location.Settings.Proxy, walk.Proxy.Configuration) == UpgradeHandling.Passed);
    }

    /// <summary>"location ~ ^/ takes it, because ...; location /chat/ (file:line) would pass the upgrade on".</summary>
    public static string Lost(RequestWalk walk, RequestRival rival)
    {
        ArgumentNullException.ThrowIfNull(walk);
        ArgumentNullException.ThrowIfNull(rival);
        string where = rival.Location is { } location ? $"{location} ({location.Source})" : $"{rival.Server}";
        return $"{walk.Location} takes the request and not {where}: {Why(rival.Reason)}.";
    }

    /// <summary>What becomes of the upgrade, in a sentence; null when it is passed on, or that is not known.</summary>
    public static (RouteParting Parting, string Reason)? Upgrade(RequestWalk walk)
    {
        ArgumentNullException.ThrowIfNull(walk);
        if (walk.Upgrade is UpgradeHandling.NotPassed or UpgradeHandling.Discarded or UpgradeHandling.Incomplete
            && Upgrading(walk) is { } rival)
        {
            return (RouteParting.OtherLocation, Lost(walk, rival));
        }

        return walk.Upgrade switch
        {
            UpgradeHandling.NotPassed => (RouteParting.UpgradeLost, $"{walk.Location} passes neither Upgrade nor Connection on."),
            UpgradeHandling.Discarded => (RouteParting.UpgradeLost,
                $"{walk.Location} sets headers of its own, and so discards the Upgrade and Connection of the level around it."),
            UpgradeHandling.Incomplete => (RouteParting.UpgradeLost, $"{walk.Location} passes only one of Upgrade and Connection on."),
            UpgradeHandling.OldHttp => (RouteParting.OldHttp,
                $"{walk.Location} passes the upgrade on in HTTP/1.0, which knows none: it needs proxy_http_version 1.1."),
            _ => null,
        };
    }

    private static (RouteParting Parting, string Reason)? ToProxy(RequestWalk walk)
    {
        if (walk.Address is null)
        {
            return (RouteParting.ProxyUnreachable, $"There is no address that a client at {walk.Vantage} could use for {walk.Proxy}.");
        }

        if (walk.Way is { Verdict: PathVerdict.Dropped or PathVerdict.Rejected or PathVerdict.Unanswered } way)
        {
            return (RouteParting.ProxyUnreachable, $"The client does not reach {walk.Proxy}. {way.Message}");
        }

        return walk.Answer.Outcome == RequestOutcome.NotListening
            ? (RouteParting.ProxyUnreachable, $"{walk.Proxy} does not listen on port {walk.Request.Port}, where the published port leads.")
            : null;
    }

    private static (RouteParting Parting, string Reason)? AtProxy(RequestWalk walk) => walk.Answer.Outcome switch
    {
        RequestOutcome.Proxied => null,
        RequestOutcome.Unknown => (RouteParting.Unknown, $"What {walk.Proxy} does with it cannot be told: {NotUnderstood(walk.Answer)}."),
        _ when walk.IsWebSocket && Upgrading(walk) is { } rival => (RouteParting.OtherLocation, Lost(walk, rival)),
        _ => (RouteParting.ProxyAnswers, $"The proxy answers itself and asks nobody: {RouteWords.Expected(walk)}, at {walk.Location}."),
    };

    private static (RouteParting Parting, string Reason) Behind(RequestWalk walk)
    {
        List<(RouteParting Parting, string Reason)?> stops = [.. walk.Upstreams.Select(AtUpstream)];
        int served = stops.FindIndex(s => s is null);
        if (served < 0 && stops.Count > 0)
        {
            return stops[0]!.Value;
        }

        if (walk.IsWebSocket && Upgrade(walk) is { } lost)
        {
            return lost;
        }

        if (walk.Upstreams.Count == 0)
        {
            return (RouteParting.Unknown, "Which server is asked is not known.");
        }

        PacketPath? unclear = walk.Upstreams.Select(u => u.Way).FirstOrDefault(w => w is null or { Verdict: PathVerdict.Unknown });
        return walk.Way is null or { Verdict: PathVerdict.Unknown } ? (RouteParting.Unknown, walk.Way?.Message ?? "The way to the proxy is not known.")
            : walk.Upstreams.Any(u => u.Way is null or { Verdict: PathVerdict.Unknown })
                ? (RouteParting.Unknown, unclear?.Message ?? "The way to the upstream is not known.")
            : walk.IsWebSocket && walk.Upgrade == UpgradeHandling.Unknown
                ? (RouteParting.Unknown, "Whether the upgrade is passed on depends on a variable that is not followed.")
            : (RouteParting.None, "By the facts, the request reaches an application and the answer comes back. What it answers is not known.");
    }

    /// <summary>What keeps a server from being asked; null when nothing is known to.</summary>
    private static (RouteParting Parting, string Reason)? AtUpstream(UpstreamStop stop) => stop switch
    {
        { Server.UnixPath: not null } => (RouteParting.Unknown, $"The upstream is {stop.Server}: {stop.AddressSource}."),
        { Address: null } => (RouteParting.Unknown, $"Where {stop.Server} is cannot be told: {stop.AddressSource}."),
        { Way: { Verdict: PathVerdict.Rejected, DecidingHop.Reason: HopReason.NobodyListens } way } => (RouteParting.UpstreamRefuses, way.Message),
        { Way: { Verdict: PathVerdict.Dropped or PathVerdict.Rejected or PathVerdict.Unanswered } way } =>
            (RouteParting.UpstreamUnreachable, way.Message),
        _ => null,
    };

    private static string NotUnderstood(RequestAnswer answer) => answer.NotUnderstood is { } directive
        ? $"{answer.Reason} ({directive.Source}: {directive})" : answer.Reason;

    private static string Why(RivalReason reason) => reason switch
    {
        RivalReason.ListensElsewhere => "that server listens elsewhere",
        RivalReason.SameNameLater => "both servers have the name, and the first takes it",
        RivalReason.NameLessSpecific => "another server's name fits better",
        RivalReason.LongerPrefix => "the longer prefix wins",
        RivalReason.PatternBeforePrefix => "patterns go before prefixes, except those with ^~",
        RivalReason.EarlierPattern => "the first pattern that fits wins",
        _ => "after an exact or preferred location no pattern is tried",
    };
}
