using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>Runs the steps of a level (src/http/ngx_http_script.c), those inside an `if` among them.</summary>
internal sealed class StepRun(RequestState state, List<ProxyDirective> log)
{
    private bool _stopped;

    /// <summary>The location that counts afterwards: the one whose steps ran, or an `if` inside it.</summary>
    public CompiledLocation? Location { get; private set; }

    /// <summary>The status that was answered.</summary>
    public int Status { get; private set; }

    /// <summary>The text or address that was answered; null when there is none.</summary>
    public string? Text { get; private set; }

    /// <summary>The step that is not understood.</summary>
    public ProxyDirective? Unknown { get; private set; }

    /// <summary>Runs the steps of a location.</summary>
    /// <param name="location">The location.</param>
    /// <param name="entersIf">Does an `if` take the place of the location? Not at the level of a server.</param>
    public StepEnd Run(CompiledLocation location, bool entersIf)
    {
        Location = location;
        state.Quote = true;
        state.HadArguments = false;
        return RunSteps(location, entersIf);
    }

    private StepEnd RunSteps(CompiledLocation location, bool entersIf)
    {
        foreach (ProxyDirective directive in location.Location.Steps)
        {
            StepEnd end = RunStep(location.Step(directive), directive, entersIf);
            if (end != StepEnd.GoesOn || _stopped)
            {
                return end;
            }
        }

        return StepEnd.GoesOn;
    }

    private StepEnd RunStep(CompiledStep step, ProxyDirective directive, bool entersIf)
    {
        switch (step.Kind)
        {
            case StepKind.Set:
                if (step.Text!.Evaluate(state, state.Quote) is not string value)
                {
                    // Only where it matters is a value that is not known the end of knowing.
                    state.Set(step.Variable, null);
                    return StepEnd.GoesOn;
                }

                state.Set(step.Variable, value);
                return StepEnd.GoesOn;
            case StepKind.SetUnknown:
                state.Set(step.Variable, null);
                return StepEnd.GoesOn;
            case StepKind.Break:
                Break();
                log.Add(directive);
                return StepEnd.GoesOn;
            case StepKind.Return:
                log.Add(directive);
                return Return(step, directive);
            case StepKind.If:
                return If(step, directive, entersIf);
            case StepKind.Rewrite:
                return Rewrite(step, directive);
            default:
                return Fail(directive);
        }
    }

    private StepEnd Fail(ProxyDirective directive)
    {
        Unknown = directive;
        return StepEnd.NotUnderstood;
    }

    private void Break()
    {
        if (state.IsPathChanged)
        {
            state.IsLocationValid = false;
            state.IsPathChanged = false;
        }

        _stopped = true;
    }

    /// <summary>The text of an answer may be unknown; who answers is known all the same. Not so an address, or what an error of
    /// nginx may come of (ScriptText).</summary>
    private StepEnd Return(CompiledStep step, ProxyDirective directive)
    {
        Status = step.Status;
        Text = step.Text?.Evaluate(state);
        bool isLost = step.Text is not null && Text is null && (step.IsRedirect || state.UnknownVariable is [>= '0' and <= '9', ..]);
        return isLost ? Fail(directive) : StepEnd.Answered;
    }

    private StepEnd If(CompiledStep step, ProxyDirective directive, bool entersIf)
    {
        if (step.Condition!.Holds(state) is not bool holds)
        {
            return Fail(directive);
        }

        if (!holds)
        {
            return StepEnd.GoesOn;
        }

        log.Add(directive);
        Location = entersIf ? step.Inside : Location;
        return RunSteps(step.Inside!, entersIf);
    }

    private StepEnd Rewrite(CompiledStep step, ProxyDirective directive)
    {
        if (state.Match(step.Pattern!, state.Path) is not bool matches)
        {
            return Fail(directive);
        }

        if (!matches)
        {
            return StepEnd.GoesOn;
        }

        log.Add(directive);
        if (step.Text!.EvaluateRewrite(state, quote: step.IsRedirect) is not (string path, var arguments))
        {
            return Fail(directive);
        }

        state.Quote = false;
        if (step.IsRedirect)
        {
            Redirect(step, path);
            return StepEnd.Answered;
        }

        state.IsInternal = true;
        state.IsTargetValid = false;
        state.IsPathChanged = !step.IsBreak;
        state.IsLocationValid &= !step.IsBreak;
        string kept = step.KeepsArguments ? state.Arguments : "";
        state.Arguments = arguments is null ? kept : kept.Length > 0 ? $"{arguments}&{kept}" : arguments;
        state.HadArguments |= arguments is not null;
        if (path.Length == 0)
        {
            Status = 500;
            return StepEnd.Answered;
        }

        state.Path = path;
        _stopped = step.IsLast;
        return StepEnd.GoesOn;
    }

    private void Redirect(CompiledStep step, string address)
    {
        Status = step.Status;
        Text = UriEscape.Redirect(address);
        if (step.KeepsArguments && state.Arguments.Length > 0)
        {
            Text += (step.Text!.HasQuestionMark ? "&" : "?") + state.Arguments;
        }
    }
}
