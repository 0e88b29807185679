using System.Globalization;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>Takes a request through the phases of nginx: steps of the server, location, its steps, access, try_files, content.</summary>
internal sealed class RequestRun(RequestState state, IEnumerable<ProxyDirective> conditions)
{
    private readonly List<ProxyDirective> _steps = [];
    private readonly List<ProxyDirective> _conditions = [.. conditions];
    private CompiledLocation _location = state.Server.Root;
    private Location? _found;
    private string _prefix = "";
    private string _path = state.Path;

    private enum Phase
    {
        Server,
        Find,
        Steps,
        Access,
        Content,
    }

    /// <summary>Runs it to its end.</summary>
    public RequestAnswer Run()
    {
        Phase phase = Phase.Server;
        while (true)
        {
            RequestAnswer? answer = phase switch
            {
                Phase.Server => RunSteps(state.Server.Root, entersIf: false, ref phase, Phase.Find),
                Phase.Find => FindLocation(ref phase),
                Phase.Steps => RunSteps(_location, entersIf: true, ref phase, Phase.Access),
                Phase.Access => Access(ref phase),
                _ => Content(ref phase),
            };
            if (answer is not null)
            {
                return answer;
            }
        }
    }

    private RequestAnswer? RunSteps(CompiledLocation location, bool entersIf, ref Phase phase, Phase next)
    {
        StepRun run = new(state, _steps);
        StepEnd end = run.Run(location, entersIf);
        _location = run.Location!;
        switch (end)
        {
            case StepEnd.NotUnderstood:
                return Unknown(run.Unknown!);
            case StepEnd.Answered:
                return Finish(run.Status, run.Text, ref phase);
        }

        phase = next;
        if (next == Phase.Access && state.IsPathChanged)
        {
            phase = Phase.Find;
            _location = state.Server.Root;
            return Changed();
        }

        return null;
    }

    /// <summary>Counts a change of the path; the answer when there were too many.</summary>
    private RequestAnswer? Changed() => --state.ChangesLeft > 0 ? null
        : End(RequestOutcome.Refused, "rewrite or internal redirection cycle") with { Status = 500 };

    private RequestAnswer? FindLocation(ref Phase phase)
    {
        state.IsPathChanged = false;
        _path = state.Path;
        LocationMatch match = state.Server.Root.Inside.Find(state.Path);
        if (match.Kind == LocationMatchKind.NotUnderstood)
        {
            return End(RequestOutcome.Unknown, "its pattern is not understood") with
            {
                NotUnderstood = new ProxyDirective
                {
                    Name = "location",
                    Arguments = [match.Location!.Location.Pattern],
                    Source = match.Location.Location.Source,
                },
            };
        }

        if (match.Pattern is Pcre pattern && state.Match(pattern, state.Path) is null)
        {
            return Unknown(new ProxyDirective { Name = "location", Source = match.Location!.Location.Source });
        }

        Enter(match.Location);
        if (match.Location is { Location.Internal: true } && !state.IsInternal)
        {
            return Finish(404, null, ref phase, RequestOutcome.Refused);
        }

        if (match.Kind == LocationMatchKind.Redirect)
        {
            string address = UriEscape.Path(ByteText.Of(match.Location!.Location.Pattern));
            return Redirect(301, state.Arguments.Length > 0 ? $"{address}?{state.Arguments}" : address, "the path lacks its last slash");
        }

        // The level of the server has run its steps already.
        phase = match.Location is null ? Phase.Access : Phase.Steps;
        return _location.Location.NotUnderstood.Concat(state.Server.Root.Location.NotUnderstood).FirstOrDefault() is { } unknown
            ? Unknown(unknown) : null;
    }

    private void Enter(CompiledLocation? location)
    {
        _location = location ?? state.Server.Root;
        _found = location?.Location;
        bool isPrefix = _found?.Modifier is LocationModifier.Prefix or LocationModifier.PreferredPrefix or LocationModifier.Exact;
        _prefix = isPrefix ? _found!.Pattern : "";
    }

    private RequestAnswer? Access(ref Phase phase)
    {
        LocationSettings settings = _location.Location.Settings;
        if (_found?.LimitExcept is { } limit && !IsAmong(limit.Arguments, state.Method))
        {
            return Unknown(limit);
        }

        bool anySatisfies = settings.Conditions.Any(c => c is { Name: "satisfy", Arguments: ["any", ..] });
        _conditions.AddRange(settings.Conditions.Where(c => c.Name != "satisfy").Except(_conditions));
        switch (AccessRules.Allow(settings.AccessRules, state.Request.Client, state.Request.UnixPath is not null))
        {
            case false when !anySatisfies || !settings.Conditions.Any(c => c.Name.StartsWith("auth_", StringComparison.Ordinal)):
                _steps.AddRange(settings.AccessRules.Take(1));
                return Finish(403, null, ref phase, RequestOutcome.Refused);
            case null:
                _conditions.AddRange(settings.AccessRules.Except(_conditions));
                break;
        }

        phase = Phase.Content;
        return _location.Location.TryFiles is { } tryFiles ? TryFiles(tryFiles, ref phase) : null;
    }

    private static bool IsAmong(IReadOnlyList<string> methods, string method) =>
        methods.Contains(method) || (method == "HEAD" && methods.Contains("GET"));

    /// <summary>Files are not known, so the last argument is followed and the directive told as a condition.</summary>
    private RequestAnswer? TryFiles(ProxyDirective directive, ref Phase phase)
    {
        _steps.Add(directive);
        _conditions.Add(directive);
        string last = directive.Arguments[^1];
        if (last.StartsWith('=') && int.TryParse(last.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int status))
        {
            return Finish(status, null, ref phase);
        }

        return ScriptText.Compile(last)?.Evaluate(state) is string target
            ? Send(target, splitsArguments: true, "", ref phase) : Unknown(directive);
    }

    /// <summary>Sends the request on inside the proxy: to a named location, or to a path.</summary>
    private RequestAnswer? Send(string target, bool splitsArguments, string arguments, ref Phase phase)
    {
        state.IsInternal = true;
        state.IsPathChanged = false;
        if (Changed() is { } tooMany)
        {
            return tooMany;
        }

        if (target.StartsWith('@'))
        {
            if (state.Server.Root.Inside.Named(target) is not CompiledLocation named)
            {
                return End(RequestOutcome.Refused, $"there is no location {ByteText.ToText(target)}") with { Status = 500 };
            }

            Enter(named);
            phase = Phase.Steps;
            return named.Location.NotUnderstood is [var unknown, ..] ? Unknown(unknown) : null;
        }

        int question = splitsArguments ? target.IndexOf('?', StringComparison.Ordinal) : -1;
        state.Path = question < 0 ? target : target[..question];
        state.Arguments = question < 0 ? arguments : target[(question + 1)..];
        state.IsTargetValid = false;
        state.IsLocationValid = true;
        phase = Phase.Server;
        return null;
    }

    private RequestAnswer? Content(ref Phase phase)
    {
        LocationContent? content = _location.Location.Content;
        switch (content?.Kind)
        {
            case null:
                return End(RequestOutcome.File, "");
            case ContentKind.Gateway:
                return End(RequestOutcome.Gateway, "");
            case ContentKind.BuiltIn:
                return End(RequestOutcome.Answered, "") with { Status = 200 };
            case ContentKind.Proxy when content.Pass is not null:
                UpstreamRequest? request = new PassedRequest(state, _location.Location.Settings.Proxy, _prefix).Make(content.Pass);
                return request is null ? Unknown(content.Directive)
                    : End(RequestOutcome.Proxied, "") with { Upstream = request };
            default:
                return Unknown(content.Directive);
        }
    }

    /// <summary>Answers with a status, which an error page may take the place of.</summary>
    private RequestAnswer? Finish(int status, string? text, ref Phase phase, RequestOutcome outcome = RequestOutcome.Answered)
    {
        if (status == 444)
        {
            return End(RequestOutcome.Closed, "");
        }

        bool isRedirect = status is 301 or 302 or 303 or 307 or 308;
        if (status < 300 || (text is not null && !isRedirect))
        {
            return End(RequestOutcome.Answered, "") with
            {
                Status = state.ErrorStatus is > 0 ? state.ErrorStatus : status,
                Text = text is null ? null : ByteText.ToText(text),
            };
        }

        LocationSettings settings = _location.Location.Settings;
        if (!state.IsErrorPage && settings.ErrorPages.Count > 0)
        {
            state.IsErrorPage = !settings.RecursiveErrorPages;
            if (ErrorPage.For(settings.ErrorPages, status) is ErrorPage page)
            {
                return Show(page, status, ref phase);
            }
        }

        return isRedirect ? Redirect(status, text ?? "", "")
            : End(outcome, "") with { Status = status };
    }

    private RequestAnswer? Show(ErrorPage page, int status, ref Phase phase)
    {
        _steps.Add(page.Directive);
        state.ErrorStatus = page.Replacement ?? status;
        if (ScriptText.Compile(page.Address)?.Evaluate(state) is not string address)
        {
            return Unknown(page.Directive);
        }

        if (address.StartsWith('/') || address.StartsWith('@'))
        {
            state.Method = address[0] == '@' || state.Method == "HEAD" ? state.Method : "GET";
            return Send(address, splitsArguments: true, "", ref phase);
        }

        return Redirect(page.Replacement is 301 or 302 or 303 or 307 or 308 ? page.Replacement.Value : 302, address, "");
    }

    private RequestAnswer Redirect(int status, string address, string reason)
    {
        return End(RequestOutcome.Redirected, reason) with
        {
            Status = status,
            RedirectTo = ByteText.ToText(RedirectAddress.Of(address, state, _location.Location.Settings)),
        };
    }

    private RequestAnswer Unknown(ProxyDirective directive) => End(
        RequestOutcome.Unknown,
        state.UnknownVariable is string variable ? $"the value of ${ByteText.ToText(variable)} is not known" : "it is not understood")
        with { NotUnderstood = directive };

    private RequestAnswer End(RequestOutcome outcome, string reason) => new()
    {
        Outcome = outcome,
        Reason = reason,
        Server = state.Server.Server,
        Location = _found,
        Settings = _location.Location.Settings,
        Path = ByteText.ToText(_path),
        Status = state.ErrorStatus is > 0 ? state.ErrorStatus : null,
        Steps = _steps,
        Conditions = _conditions,
    };
}
