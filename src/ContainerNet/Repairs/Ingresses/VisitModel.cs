using ContainerNet.Model.Visits;
using ContainerNet.Paths.Cookies;
using ContainerNet.Paths.Ingresses;
using ContainerNet.Paths.Requests;
using ContainerNet.Paths.Visits;

namespace ContainerNet.Repairs.Ingresses;

/// <summary>Holds what an application wants against what the controller would do: the judge of every plan.</summary>
internal sealed class VisitModel(IngressConfiguration configuration, VisitNeeds needs, VisitPlace place)
{
    private const string Deep = "/x/y.z";

    private readonly IngressResolver _resolver = new(configuration);

    /// <summary>What is wanted and would not be had.</summary>
    public IReadOnlyList<UnmetNeed> Unmet()
    {
        string page = place.PageOf(needs);
        List<UnmetNeed> unmet = [];
        foreach (string path in new[] { page, $"{place.Prefix}/", place.Prefix + Deep })
        {
            Reach(unmet, NeedKind.Page, path, path, place.Wanted(path));
        }

        IngressOptions options = Ask(page, upgrades: false).Location?.Options ?? new IngressOptions();
        List<string> outside = [];
        foreach (string redirect in needs.Redirects)
        {
            string followed = AnswerChanges.Redirect(redirect, options, t => t) ?? redirect;
            Reach(unmet, NeedKind.Redirect, redirect, followed, redirect);
            outside.Add(followed);
        }

        foreach (string asset in needs.Assets)
        {
            Reach(unmet, NeedKind.Asset, asset, asset, place.Wanted(asset));
        }

        foreach (string socket in needs.WebSockets)
        {
            Reach(unmet, NeedKind.WebSocket, socket, socket, place.Wanted(socket));
            IngressAnswer answer = Ask(socket, upgrades: true);
            if (answer.Outcome == IngressOutcome.Passed && !answer.Headers.Any(h => h.Name == "Connection" && h.Value == "upgrade")
                && unmet.TrueForAll(u => u.Kind != NeedKind.WebSocket || u.Path != socket))
            {
                unmet.Add(new UnmetNeed(NeedKind.WebSocketHeader, socket, "the application does not get Connection: upgrade"));
            }

            outside.Add(socket);
        }

        foreach (string cookie in needs.CookiePaths)
        {
            string kept = AnswerChanges.CookiePath(cookie, options);
            if (outside.Prepend($"{place.Prefix}/").FirstOrDefault(p => !CookieSite.IsBelow(p, kept)) is { } other)
            {
                unmet.Add(new UnmetNeed(NeedKind.Cookie, cookie, $"its path {kept} does not cover {other}"));
            }
        }

        return unmet;
    }

    /// <summary>What is wanted of a path, in the words of a request.</summary>
    public IngressAnswer Ask(string path, bool upgrades) => _resolver.Resolve(new ClientRequest
    {
        // HTTP may be sent on to HTTPS first, which is no fault.
        Host = place.Host, Scheme = "https", Target = path, Headers = upgrades ? [new("Upgrade", "websocket"), new("Connection", "Upgrade")] : [],
    });

    private void Reach(List<UnmetNeed> unmet, NeedKind kind, string name, string path, string wanted)
    {
        IngressAnswer answer = Ask(path, kind == NeedKind.WebSocket);
        string got = answer.Target ?? answer.Nginx.Upstream?.Target ?? "";
        string? reason = answer.Outcome is not (IngressOutcome.Passed or IngressOutcome.NoEndpoints) || answer.Upstream is null
                ? $"{(answer.Status is { } status ? $"{status}: " : "")}{(answer.Reason.Length > 0 ? answer.Reason : answer.Outcome)}"
            : answer.Upstream.Namespace != place.Namespace || answer.Upstream.Service != place.Service ? $"{answer.Upstream.Namespace}/{answer.Upstream.Service} answers it"
            : answer.Upstream.State is IngressUpstreamState.PortMissing or IngressUpstreamState.ServiceMissing ? $"503: {answer.Reason}"
            : got == wanted ? null : $"the application gets {got}, and needs {wanted}";
        if (reason is not null && unmet.TrueForAll(u => u.Kind != kind || u.Path != name))
        {
            unmet.Add(new UnmetNeed(kind, name, path == name ? reason : $"as {path}, {reason}"));
        }
    }
}
