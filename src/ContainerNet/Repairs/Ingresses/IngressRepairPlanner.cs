using ContainerNet.Model.Ingresses;
using ContainerNet.Model.Visits;
using ContainerNet.Model.Yaml;
using ContainerNet.Paths.Ingresses;
namespace ContainerNet.Repairs.Ingresses;

/// <summary>
/// Finds the smallest change of a manifest that makes a visit work. Ways are tried from the smallest on; what each comes to is read again and held
/// against the controller's own logic, so that nothing is shown that would not work, or would take something from others.
/// </summary>
internal sealed class IngressRepairPlanner
{
    private readonly IngressSet _set;
    private readonly VisitNeeds _needs;
    private readonly IngressTarget _target;
    private readonly ManifestSource _source;
    private readonly Func<string, IngressSet> _read;
    private readonly IngressConfiguration _before;
    private readonly VisitPlace _place;
    private readonly string _ownHost;
    private readonly (string Service, ClusterServicePort Port)? _backend;
    private readonly List<string> _refused = [];
    private readonly bool _isHostNamed;
    private bool _isUneditable;

    private IngressRepairPlanner(IngressSet set, IngressConfiguration before, VisitNeeds needs, IngressTarget target, ManifestSource source, Func<string, IngressSet> read, string? ownHost)
    {
        (_set, _before, _needs, _target, _source, _read) = (set, before, needs, target, source, read);
        _backend = BackendWay.Find(set, target);
        string prefix = needs.Prefix.TrimEnd('/');
        string rewrite = IngressOptions.Of(target.Ingress, set.Controller).RewriteTarget;
        string inner = needs.KnowsPrefix ? "" : rewrite[..(rewrite.IndexOf('$', StringComparison.Ordinal) is >= 0 and int end ? end : rewrite.Length)].TrimEnd('/');
        _place = new VisitPlace(needs.Page.IdnHost, prefix, inner == prefix ? "" : inner, needs.KnowsPrefix, target.Ingress.Namespace, _backend?.Service ?? target.Path.Backend.Service!);
        _isHostNamed = ownHost is not null;
        _ownHost = ownHost ?? OwnHost(prefix, target);
    }

    private string Prefix => _set.Controller.AnnotationsPrefix;

    private string Source => $"{_target.Ingress.Place.File}:{_target.Path.Place.Line}";

    /// <summary>Plans it.</summary>
    /// <param name="set">All that was read.</param>
    /// <param name="before">What the controller makes of it.</param>
    /// <param name="needs">What the application wants.</param>
    /// <param name="target">The path that is repaired.</param>
    /// <param name="source">The file that it stands in.</param>
    /// <param name="read">Reads everything again with another text of that file.</param>
    /// <param name="ownHost">The host that the application may move to; null for one below its own.</param>
    public static IngressRepairPlan Plan(
        IngressSet set, IngressConfiguration before, VisitNeeds needs, IngressTarget target, ManifestSource source, Func<string, IngressSet> read, string? ownHost) =>
        new IngressRepairPlanner(set, before, needs, target, source, read, ownHost).Plan();

    private IngressRepairPlan Plan()
    {
        IReadOnlyList<UnmetNeed> faults = new VisitModel(_before, _needs, _place).Unmet();
        IngressRepairPlan plan = new() { Ingress = _target.Ingress.Key, Faults = [.. faults.Select(f => f.ToString())] };
        if (faults.Count == 0)
        {
            return plan;
        }

        foreach (RepairWay way in Ways())
        {
            if (way == RepairWay.OwnHost && _isUneditable && !_isHostNamed)
            {
                // That a file cannot be edited is no reason to move an application.
                break;
            }

            foreach (bool mayRedirect in _needs.KnowsPrefix || _place.Prefix.Length == 0 || way == RepairWay.OwnHost ? [false] : new[] { true, false })
            {
                if (Try(new RepairSteps(way) { MayRedirect = mayRedirect }) is { } done)
                {
                    return plan with { Files = [new ConvertedFile(_source.File, _source.Text, done.Text) { Original = IngressRepairPlan.OriginalOf(_source.File) }], Notes = Notes(done.Steps, done.After) };
                }
            }
        }

        return plan with { Obstacles = [.. _refused.Distinct(StringComparer.Ordinal).Select(r => new IngressNote(_target.Ingress.Key, Source, r))], Notes = First() };
    }

    private RepairWay[] Ways() => _needs.KnowsPrefix || (_place.Prefix.Length == 0 && _place.Base.Length == 0)
        ? [RepairWay.Keep, RepairWay.Plain, RepairWay.OwnHost]
        : _target.Ingress.Rules.Sum(r => r.Paths?.Count ?? 0) > 1 ? [RepairWay.Keep, RepairWay.Capture, RepairWay.CaptureBeside, RepairWay.OwnHost]
        : [RepairWay.Keep, RepairWay.Capture, RepairWay.OwnHost];

    /// <summary>Goes one way, and adds what is still wanted until it is had.</summary>
    private (RepairSteps Steps, string Text, IngressConfiguration After)? Try(RepairSteps steps)
    {
        VisitPlace place = PlaceOf(steps.Way);
        for (int round = 0; round < 4; round++)
        {
            if (Write(steps, out string? refusal) is not { } text)
            {
                _isUneditable = true;
                return Refuse(steps.Way, refusal ?? "it cannot be edited");
            }

            IngressSet edited;
            try
            {
                edited = _read(text);
            }
            catch (Hosting.ContainerNetException error)
            {
                return Refuse(steps.Way, $"the edited file would not be read: {error.Message}");
            }

            IngressConfiguration after = IngressConfiguration.Of(edited);
            IReadOnlyList<UnmetNeed> unmet = new VisitModel(after, _needs, place).Unmet();
            if (unmet.Count == 0)
            {
                string? harm = Harm(edited, after);
                return harm is null ? (steps, text, after) : Refuse(steps.Way, harm);
            }

            bool crosses = _needs.WebSockets.Any(w => !place.Holds(w));
            if (steps.With(unmet, place, _needs.CookiePaths, crosses) is not { } more)
            {
                string excluded = after.Excluded.FirstOrDefault(e => e.Ingress.Key == _target.Ingress.Key) is { } exclusion ? $" ({exclusion.Reason})" : "";
                return Refuse(steps.Way, $"{unmet[0]}{excluded}");
            }

            steps = more;
        }

        return null;
    }

    private (RepairSteps, string, IngressConfiguration)? Refuse(RepairWay way, string reason)
    {
        if (way != RepairWay.Keep)
        {
            _refused.Add($"{way switch
            {
                RepairWay.Plain => "As a plain prefix",
                RepairWay.Capture => "With a rewrite",
                RepairWay.CaptureBeside => "With a rewrite in an Ingress of its own",
                _ => $"At a host of its own ({(_ownHost.Length > 0 ? _ownHost : "none")})",
            }}: {reason}.");
        }

        return null;
    }

    /// <summary>What others would lose by it.</summary>
    private string? Harm(IngressSet edited, IngressConfiguration after)
    {
        Dictionary<string, string> now = edited.Ingresses.GroupBy(i => i.Key).ToDictionary(g => g.Key, g => string.Join('\n', g.Select(IngressText.Of)), StringComparer.Ordinal);
        foreach (IGrouping<string, Ingress> other in _set.Ingresses.Where(i => i.Key != _target.Ingress.Key).GroupBy(i => i.Key))
        {
            if (now.GetValueOrDefault(other.Key) != string.Join('\n', other.Select(IngressText.Of)))
            {
                return $"the edit would change {other.Key} too, which shares its text";
            }
        }

        if (edited.Problems.Count > _set.Problems.Count)
        {
            return $"the API server would refuse it: {edited.Problems[^1].Text}";
        }

        if (after.IsBroken && !_before.IsBroken)
        {
            return "nginx would refuse the whole configuration, because a location would stand in it twice";
        }

        (IReadOnlyList<string> lost, _) = Neighbours.Compare(after);
        return lost.Count > 0 ? $"{lost[0]}{(lost.Count > 1 ? $", and {lost.Count - 1} more" : "")}" : null;
    }

    private NeighbourModel Neighbours => field ??= new NeighbourModel(_before, [_target.Rule.Host, _place.Host, _ownHost], _target.Path);

    /// <summary>Where the application is found when a way was gone.</summary>
    private VisitPlace PlaceOf(RepairWay way) => way != RepairWay.OwnHost ? _place
        : _place with { Host = _ownHost, Prefix = _needs.KnowsPrefix ? _place.Prefix : _place.Base, Base = "", KnowsPrefix = true };

    private string? Write(RepairSteps steps, out string? refusal)
    {
        refusal = null;
        if (_source.Resource(_target.Ingress.Place) is not { } resource)
        {
            refusal = "the Ingress was not found again in its file";
            return null;
        }

        ManifestEditor editor = new(_source, resource);
        Dictionary<string, string> own = [];
        if (SnippetWay.Replace(_target.Ingress, _set.Controller, out IReadOnlyList<string> rest) is { } instead)
        {
            if (rest.Count > 0)
            {
                refusal = $"its configuration-snippet says what no annotation says ({rest[0]}), and this controller takes no snippets";
                return null;
            }

            editor.RemoveAnnotation($"{Prefix}/configuration-snippet");
            own = new Dictionary<string, string>(instead, StringComparer.Ordinal);
        }

        if (_backend is { } backend)
        {
            editor.SetBackend(_target.Path, backend.Service, backend.Port);
        }

        bool isElsewhere = new IngressEdits(_set, _target, _place, _ownHost, HasNamespace(resource)).Make(editor, steps, own);
        refusal = isElsewhere && _backend is not null ? "its backend has to be mended first" : null;
        string? text = refusal is null ? editor.Finish() : null;
        refusal ??= editor.Refusal;
        return text;
    }

    private static bool HasNamespace(YamlMapping resource) => (resource["metadata"] as YamlMapping)?["namespace"] is not null;

    private static string OwnHost(string prefix, IngressTarget target)
    {
        string label = prefix[(prefix.LastIndexOf('/') + 1)..];
        label = label.Length > 0 && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && !label.StartsWith('-') && !label.EndsWith('-')
            ? label : target.Path.Backend.Service ?? "";
        return target.Rule.Host.Length == 0 || target.Rule.Host.StartsWith('*') || prefix.Length == 0 ? "" : $"{label}.{target.Rule.Host}";
    }

    private List<IngressNote> First() => _place.Prefix.Length == 0 || _needs.KnowsPrefix ? []
        : [Note($"First see whether the application can be told that it stands below {_place.Prefix} (a base path, root path or public URL in its settings): then nothing has to be "
            + "rewritten, and its redirects, assets, cookies and WebSockets stay below it.")];

    private IngressNote Note(string text) => new(_target.Ingress.Key, Source, text);

    private List<IngressNote> Notes(RepairSteps steps, IngressConfiguration after)
    {
        List<IngressNote> notes = First();
        (_, IReadOnlyList<string> wider) = Neighbours.Compare(after);
        if (wider.Count > 0)
        {
            notes.Add(Note($"The rewrite turns every path of {_place.Host} into a regular expression without regard to case or to what follows: "
                + $"{string.Join(", ", wider.Take(5))}{(wider.Count > 5 ? $" and {wider.Count - 5} more" : "")} take more than before. Without a rewrite (base path, own host) that does not happen."));
        }

        if (steps.Redirects)
        {
            notes.Add(Note($"Redirects that begin with {_place.Base}/ get {_place.Prefix} in front of them. Where the application writes whole addresses (http://{_place.Host}/...), "
                + "proxy-redirect-from and -to have to be written so as well."));
        }

        if (steps.CookiePath.EndsWith(" /", StringComparison.Ordinal) && _place.Prefix.Length > 0 && steps.Way != RepairWay.OwnHost)
        {
            notes.Add(Note($"The cookies go to all of {_place.Host} then, to its other applications too, because requests outside of {_place.Prefix} need them."));
        }

        VisitModel before = new(_before, _needs, _place);
        foreach ((string path, _) in steps.Extra)
        {
            string plain = path == "/$" ? "/" : path;
            IngressAnswer was = before.Ask(plain, upgrades: false);
            notes.Add(Note(was is { Outcome: IngressOutcome.Passed, Location.Ingress: { } holder } && holder.Key != _target.Ingress.Key
                ? $"{_place.Host}{plain} was answered by {holder.Key} until now, and comes to {_place.Service} then."
                : $"{_place.Host}{plain} comes to {_place.Service} then: no other application of this host can have it."));
        }

        if (steps.Way == RepairWay.OwnHost)
        {
            notes.AddRange(_refused.Where(r => !r.StartsWith("At a host", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Select(Note));
            notes.Add(Note($"So the application moves to {_ownHost}: that name needs an address in DNS{(_target.Ingress.Tls.Count > 0 ? ", and a certificate under tls" : "")}."));
        }

        if (_needs.WebSockets.Count > 0 && IngressOptions.Of(_target.Ingress, _set.Controller).ReadTimeout <= TimeSpan.FromSeconds(60))
        {
            notes.Add(Note($"A WebSocket that is silent for 60 seconds is closed (1006): {Prefix}/proxy-read-timeout and proxy-send-timeout: \"3600\" let it live, or pings of the application."));
        }

        return notes;
    }
}
