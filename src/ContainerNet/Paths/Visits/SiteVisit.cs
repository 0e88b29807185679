using System.Text.RegularExpressions;
using ContainerNet.Model.Visits;

namespace ContainerNet.Paths.Visits;

/// <summary>
/// Visits a page as a browser does: redirects, cookies, and what the page, its styles and its scripts name. A step that fails ends nothing: it is asked
/// again as it would be asked without the fault (below the prefix, of the application itself, with the cookie), so that what comes after is seen as
/// well. Nothing is sent to another host than that of the page. Pure but for what the visitor does; not for several threads at once.
/// </summary>
public sealed class SiteVisit
{
    private const int NotAskedLimit = 100;

    private readonly IVisitor _visitor;
    private readonly VisitOptions _options;
    private readonly VisitAsker _asker;
    private readonly Uri _page;
    private readonly string _prefix;
    private readonly List<VisitStep> _steps = [];
    private readonly List<string> _notAsked = [];
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ownRedirects = new(StringComparer.Ordinal);
    private string _incomplete = "";
    private bool _knowsPrefix;

    private SiteVisit(IVisitor visitor, Uri page, VisitOptions options)
    {
        _visitor = visitor;
        _page = page;
        _options = options;
        _asker = new VisitAsker(visitor, options);
        _prefix = options.Prefix is { } prefix ? VisitPrefix.Literal(prefix) : VisitPrefix.Of(page, options.Resolver);
    }

    /// <summary>Visits a page.</summary>
    /// <param name="visitor">Who asks.</param>
    /// <param name="page">The address, of http or https.</param>
    /// <param name="options">How.</param>
    /// <param name="time">Ends it; what was seen until then is given back.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    public static async Task<Visit> RunAsync(IVisitor visitor, Uri page, VisitOptions options, CancellationToken time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(options);
        SiteVisit visit = new(visitor, new UriBuilder(page) { Fragment = "" }.Uri, options);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(time, cancellationToken);
        try
        {
            await visit.VisitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            visit._incomplete = "the time is up";
        }

        return visit.Result();
    }

    private async Task VisitAsync(CancellationToken stop)
    {
        VisitArrival? page = await FollowAsync(new VisitQuestion(VisitKind.Page, _page), stop);
        await AskForPrefixAsync(stop);
        Uri address = page?.Url ?? _page;
        if (page is not null && page.Answer.Type is "text/html" or "application/xhtml+xml" or "")
        {
            (string written, IReadOnlyList<PageReference> references) = Read(() => PageReader.Read(page.Answer.Body), ("", []));
            address = Resolve(written, page.Url) is { } own && written.Length > 0 ? own : page.Url;
            await PartsAsync(references, address, page.Url, page.Step, stop);
        }

        foreach (string socket in _options.WebSockets)
        {
            await PartAsync(new PageReference(VisitKind.WebSocket, socket), address, page?.Url ?? _page, null, stop);
        }
    }

    private async Task PartsAsync(IReadOnlyList<PageReference> references, Uri address, Uri page, int namedBy, CancellationToken stop)
    {
        // Connections are opened by scripts, so after them.
        foreach (PageReference reference in references.OrderBy(r => r.Kind is VisitKind.WebSocket or VisitKind.EventStream or VisitKind.Data))
        {
            await PartAsync(reference, address, page, namedBy, stop);
        }
    }

    private async Task PartAsync(PageReference reference, Uri address, Uri page, int? namedBy, CancellationToken stop)
    {
        if (Resolve(reference.Address, address) is not { } url)
        {
            return;
        }

        url = reference.Kind == VisitKind.WebSocket ? AsWebSocket(url) : url;
        if (!_asked.Add($"{(reference.Kind == VisitKind.WebSocket ? "ws " : "")}{url.AbsoluteUri}"))
        {
            return;
        }

        VisitArrival? part = await FollowAsync(new VisitQuestion(reference.Kind, url) { NamedBy = namedBy, Page = page }, stop);
        if (part is null)
        {
            return;
        }

        // What a style or a module names is relative to it, and what a script opens to the page.
        switch (reference.Kind)
        {
            case VisitKind.Style:
                await PartsAsync(Read(() => StyleReader.Read(part.Answer.Body), []), part.Url, page, part.Step, stop);
                break;
            case VisitKind.Script or VisitKind.Module:
                IReadOnlyList<PageReference> named = Read(() => ScriptReader.Read(part.Answer.Body, reference.Kind == VisitKind.Module), []);
                await PartsAsync([.. named.Where(n => n.Kind == VisitKind.Module)], part.Url, page, part.Step, stop);
                await PartsAsync([.. named.Where(n => n.Kind != VisitKind.Module)], address, page, part.Step, stop);
                break;
        }
    }

    /// <summary>Asks, and goes where the answers lead; null where that ends without what was wanted.</summary>
    private async Task<VisitArrival?> FollowAsync(VisitQuestion question, CancellationToken stop)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int redirects = 0; ; redirects++)
        {
            if (!IsOwn(question.Url))
            {
                NotAsk($"{question.Url} ({question.Kind})");
                return null;
            }

            if (_asker.IsSpent)
            {
                _incomplete = $"{_options.MaxRequests} requests were sent";
                return null;
            }

            if (await AskAsync(question, stop) is not { } arrival)
            {
                return null;
            }

            VisitStep step = _steps[arrival.Step - 1];
            if (step.RedirectTo is not { } address || Resolve(address, arrival.Url) is not { } next)
            {
                return arrival;
            }

            Note(step, arrival);
            bool isLoop = !seen.Add($"{next.AbsoluteUri} {string.Join(' ', step.CookiesSent)}");
            if (isLoop || redirects >= _options.MaxRedirects)
            {
                _steps[arrival.Step - 1] = step with { State = VisitState.Failed, Detail = isLoop ? "the redirects go round in a circle" : $"more than {_options.MaxRedirects} redirects" };
                return step.UncoveringPaths.Count == 0 ? null
                    : await RetryAsync(question with { Turn = VisitTurn.WithCookies, InPlaceOf = arrival.Step, ForcesCookies = true }, stop, isLoop: true);
            }

            question = question with { Kind = question.Kind == VisitKind.Page ? VisitKind.Redirect : question.Kind, Url = next, NamedBy = arrival.Step };
        }
    }

    /// <summary>Asks as a browser does, and where that fails as it would be asked without the fault.</summary>
    private async Task<VisitArrival?> AskAsync(VisitQuestion question, CancellationToken stop)
    {
        (VisitStep step, VisitAnswer answer) = await _asker.AskAsync(question, stop);
        int number = Add(step);
        if (step.State == VisitState.Passed)
        {
            return new VisitArrival(question.Url, answer, number);
        }

        if (step.Status is 401 or 403 && step.UncoveringPaths.Count > 0
            && await RetryAsync(question with { Turn = VisitTurn.WithCookies, InPlaceOf = number, ForcesCookies = true }, stop) is { } arrival)
        {
            return arrival;
        }

        foreach (VisitQuestion other in Others(question, step))
        {
            if (await RetryAsync(other with { InPlaceOf = number }, stop) is { } found)
            {
                if (step.State == VisitState.Unknown)
                {
                    _steps[number - 1] = _steps[number - 1] with { State = VisitState.Failed };
                }

                return found;
            }
        }

        return null;
    }

    /// <summary>Asks in the place of a step that failed. Only what comes to more than that is a step of the visit.</summary>
    private async Task<VisitArrival?> RetryAsync(VisitQuestion question, CancellationToken stop, bool isLoop = false)
    {
        if (_asker.IsSpent)
        {
            return null;
        }

        (VisitStep step, VisitAnswer answer) = await _asker.AskAsync(question, stop);
        if (step.State == VisitState.Passed && !(isLoop && step.RedirectTo is not null))
        {
            return new VisitArrival(question.Url, answer, Add(step));
        }

        if (step.Status is not (401 or 403) || step.UncoveringPaths.Count == 0 || question.ForcesCookies)
        {
            return null;
        }

        int number = Add(step);
        return await RetryAsync(question with { InPlaceOf = number, ForcesCookies = true }, stop);
    }

    /// <summary>How else it could be asked for.</summary>
    private IEnumerable<VisitQuestion> Others(VisitQuestion question, VisitStep step)
    {
        Uri url = question.Url;
        bool isOutside = !Visit.IsBelow(url.AbsolutePath, _prefix);
        string own = isOutside || _prefix == "/" ? url.AbsolutePath : url.AbsolutePath[_prefix.Length..];
        own = own.Length == 0 ? "/" : own;
        Uri below = isOutside ? new UriBuilder(url) { Path = $"{_prefix}{own}" }.Uri : url;
        if (isOutside)
        {
            yield return question with { Turn = VisitTurn.UnderPrefix, Url = below };
        }

        if (_visitor.ReachesApplication && (isOutside || step.Target is null || step.Target.Split('?')[0] != own || step.State == VisitState.Unknown))
        {
            yield return question with { Turn = VisitTurn.Application, Url = below, ApplicationTarget = own + url.Query };
        }

        if (question.IsWebSocket && own != "/")
        {
            string slashed = OtherSlash(own);
            yield return question with { Turn = VisitTurn.OtherSlash, Url = new UriBuilder(url) { Path = OtherSlash(url.AbsolutePath) }.Uri };
            if (_visitor.ReachesApplication)
            {
                yield return question with { Turn = VisitTurn.Application, Url = below, ApplicationTarget = slashed + url.Query };
            }
        }
    }

    private static string OtherSlash(string path) => path.EndsWith('/') ? path[..^1] : $"{path}/";

    /// <summary>Does the application answer below the prefix by itself?</summary>
    private async Task AskForPrefixAsync(CancellationToken stop)
    {
        if (_prefix == "/")
        {
            _knowsPrefix = true;
            return;
        }

        if (!_visitor.ReachesApplication)
        {
            _knowsPrefix = _steps[0] is { State: VisitState.Passed, IsOfIngress: false, Target: { } target } && Visit.IsBelow(target.Split('?')[0], _prefix);
            return;
        }

        // Without cookies, so that none is lost.
        VisitAnswer answer = await _visitor.AskAsync(new VisitRequest(_page, [new("Accept", "text/html")]) { ApplicationTarget = $"{_prefix}/" }, stop);
        _knowsPrefix = answer.Status is (>= 200 and < 400) or 401 or 403;
    }

    private int Add(VisitStep step)
    {
        _steps.Add(step with { Number = _steps.Count + 1 });
        return _steps.Count;
    }

    /// <summary>Remembers where the application itself sends its clients.</summary>
    private void Note(VisitStep step, VisitArrival arrival)
    {
        if (!step.IsOfIngress && Resolve(arrival.Answer.OwnLocation ?? step.RedirectTo!, arrival.Url) is { } url && IsOwn(url) && !Visit.IsBelow(url.AbsolutePath, _prefix))
        {
            _ownRedirects.Add(url.AbsolutePath);
        }
    }

    private void NotAsk(string what)
    {
        if (_notAsked.Count < NotAskedLimit && !_notAsked.Contains(what, StringComparer.Ordinal))
        {
            _notAsked.Add(what);
        }
    }

    private bool IsOwn(Uri url) => url.IdnHost.Equals(_page.IdnHost, StringComparison.OrdinalIgnoreCase)
        && (url.Port == _page.Port || (url.Port is 80 or 443 && _page.Port is 80 or 443) || url.IsDefaultPort);

    private static Uri AsWebSocket(Uri url) => url.Scheme is "ws" or "wss" ? url
        : new UriBuilder(url) { Scheme = url.Scheme == "https" ? "wss" : "ws", Port = url.IsDefaultPort ? -1 : url.Port }.Uri;

    private static Uri? Resolve(string address, Uri from) =>
        Uri.TryCreate(VisitAsker.AsHttp(from), address, out Uri? url) && url.Scheme is "http" or "https" or "ws" or "wss" && url.Host.Length > 0
            ? url.Fragment.Length > 0 ? new UriBuilder(url) { Fragment = "" }.Uri : url : null;

    private static T Read<T>(Func<T> read, T without)
    {
        try
        {
            return read();
        }
        catch (RegexMatchTimeoutException)
        {
            return without;
        }
    }

    private Visit Result() => new()
    {
        Page = _page,
        Prefix = _prefix,
        Steps = [.. _steps],
        NotAsked = [.. _notAsked],
        Incomplete = _incomplete,
        ReachesApplication = _visitor.ReachesApplication,
        Needs = new VisitNeedsOf(_page, _prefix, _steps).Needs(_knowsPrefix, _ownRedirects, _asker.CookiePaths),
    };
}
