using System.Globalization;
using ContainerNet.Model.Visits;
using ContainerNet.Paths.Cookies;
using ContainerNet.Paths.Ingresses;
using ContainerNet.Paths.Requests;

namespace ContainerNet.Paths.Visits;

/// <summary>Sends one request as a browser with its cookies does, and says how it ended.</summary>
internal sealed class VisitAsker(IVisitor visitor, VisitOptions options)
{
    private const string UncoveredReason = "its path ";
    // Each handshake gets one of its own when it is sent.
    private const string Key = "AAAAAAAAAAAAAAAAAAAAAA==";
    private const string Agent = "Mozilla/5.0 (compatible; ContainerNet)";

    private int _requests;

    /// <summary>The cookies that the browser has.</summary>
    public CookieStore Cookies { get; } = new();

    /// <summary>Paths of cookies as the application gave them.</summary>
    public HashSet<string> CookiePaths { get; } = new(StringComparer.Ordinal);

    /// <summary>Was the last request that may be sent sent?</summary>
    public bool IsSpent => _requests >= options.MaxRequests;

    /// <summary>Asks. The step has no number yet.</summary>
    public async Task<(VisitStep Step, VisitAnswer Answer)> AskAsync(VisitQuestion question, CancellationToken cancellationToken)
    {
        _requests++;
        CookieAnswer cookies = Cookies.For(new CookieRequest { Url = question.Url, Page = question.Page, IsNavigation = question.IsNavigation, Now = options.Now });
        Cookie[] uncovered = [.. cookies.Withheld.Where(w => w.Reason.StartsWith(UncoveredReason, StringComparison.Ordinal)).Select(w => w.Cookie)];
        Cookie[] sent = [.. cookies.Sent, .. question.ForcesCookies ? uncovered : []];
        VisitRequest request = new(AsHttp(question.Url), Headers(question, sent))
        {
            IsWebSocket = question.IsWebSocket, ApplicationTarget = question.ApplicationTarget,
        };
        VisitAnswer answer = await visitor.AskAsync(request, cancellationToken);
        List<string> refused = [.. answer.All("Set-Cookie").Take(50).Select(c => (Header: c, Cookies.Take(c, question.Url, options.Now).Refusal))
            .Where(r => r.Refusal.Length > 0).Select(r => $"cookie {r.Header.Split('=', ';')[0]} is refused: {r.Refusal}")];
        CookiePaths.UnionWith((answer.OwnCookies ?? [.. answer.All("Set-Cookie")]).Take(50)
            .Select(c => SetCookie.Read(c, question.Url, options.Now).Cookie).OfType<Cookie>().Where(c => c.HasOwnPath && !(c.Expires <= options.Now)).Select(c => c.Path));
        VisitStep step = Place(new VisitStep
        {
            Number = 0,
            Kind = question.Kind,
            Url = question.Url,
            NamedBy = question.NamedBy,
            Turn = question.Turn,
            InPlaceOf = question.InPlaceOf,
            State = VisitState.Unknown,
            Expected = Expected(question.Kind),
            Status = answer.Status,
            IsOfIngress = answer.IsOfIngress,
            RedirectTo = answer.Status is 301 or 302 or 303 or 307 or 308 && !question.IsWebSocket ? answer.Header("Location") : null,
            CookiesSent = [.. sent.Select(c => c.Name)],
            CookiesWithheld = question.ForcesCookies ? [] : [.. cookies.Withheld.Select(w => $"{w.Cookie.Name}: {w.Reason}")],
            UncoveringPaths = [.. uncovered.Select(c => c.Path).Distinct(StringComparer.Ordinal)],
            Detail = string.Join("; ", refused.Prepend(answer.Detail).Where(d => d.Length > 0)),
        }, question, request);
        return (Judged(step, answer), answer);
    }

    /// <summary>The address that is asked over HTTP.</summary>
    public static Uri AsHttp(Uri url) => url.Scheme is not ("ws" or "wss") ? url
        : new UriBuilder(url) { Scheme = url.Scheme == "wss" ? "https" : "http", Port = url.IsDefaultPort ? -1 : url.Port }.Uri;

    private static List<KeyValuePair<string, string>> Headers(VisitQuestion question, Cookie[] cookies)
    {
        List<KeyValuePair<string, string>> headers = [new("User-Agent", Agent)];
        if (question.IsWebSocket)
        {
            Uri page = question.Page ?? AsHttp(question.Url);
            headers.AddRange([
                new("Connection", "Upgrade"), new("Upgrade", "websocket"), new("Origin", page.GetLeftPart(UriPartial.Authority)),
                new("Sec-WebSocket-Version", "13"), new("Sec-WebSocket-Key", Key),
            ]);
        }
        else
        {
            headers.Add(new("Accept", question.Kind switch
            {
                VisitKind.Page or VisitKind.Redirect or VisitKind.Frame => "text/html,application/xhtml+xml,*/*;q=0.8",
                VisitKind.Style => "text/css,*/*;q=0.1",
                VisitKind.EventStream => "text/event-stream",
                _ => "*/*",
            }));
        }

        if (cookies.Length > 0)
        {
            headers.Add(new("Cookie", new CookieAnswer(cookies, []).Header));
        }

        return headers;
    }

    private static string Expected(VisitKind kind) => kind switch
    {
        VisitKind.Page or VisitKind.Redirect or VisitKind.Frame => "a page",
        VisitKind.Script or VisitKind.Module => "a script",
        VisitKind.Style => "a style sheet",
        VisitKind.Image or VisitKind.Icon => "a picture",
        VisitKind.EventStream => "text/event-stream",
        VisitKind.WebSocket => "101",
        _ => "200",
    };

    private VisitStep Place(VisitStep step, VisitQuestion question, VisitRequest request)
    {
        if (options.Resolver is null)
        {
            return question.ApplicationTarget is null ? step : step with { Target = question.ApplicationTarget };
        }

        IngressAnswer answer = options.Resolver.Resolve(ClientRequest.For(request.Url) with { Headers = request.Headers });
        return step with
        {
            Location = answer.Place,
            Upstream = answer.Upstream?.Name ?? "",
            Target = question.ApplicationTarget ?? (answer.Outcome == IngressOutcome.Passed ? answer.Target : null),
            IsOfIngress = step.IsOfIngress || (question.ApplicationTarget is null && answer.Outcome is not (IngressOutcome.Passed or IngressOutcome.Unknown)),
        };
    }

    private static VisitStep Judged(VisitStep step, VisitAnswer answer)
    {
        string status = answer.Status?.ToString(CultureInfo.InvariantCulture) ?? (answer.IsUnknown ? "unknown" : "no answer");
        if (answer.IsUnknown)
        {
            return step with { State = VisitState.Unknown, Seen = status };
        }

        if (step.Kind == VisitKind.WebSocket)
        {
            // A page never learns more than this code.
            return answer.Status == 101 ? step with { State = VisitState.Passed, Seen = status }
                : step with { State = VisitState.Failed, Seen = $"1006 ({status})", CloseCode = 1006 };
        }

        if (step.RedirectTo is not null)
        {
            return step with { State = VisitState.Passed, Seen = status };
        }

        bool isWrongType = answer.Type == "text/html" && step.Kind is VisitKind.Script or VisitKind.Module or VisitKind.Style or VisitKind.EventStream or VisitKind.Manifest;
        return answer.Status is >= 200 and < 300
            ? step with { State = isWrongType ? VisitState.Failed : VisitState.Passed, Seen = isWrongType ? $"{status} text/html" : status }
            : step with { State = VisitState.Failed, Seen = status };
    }
}
