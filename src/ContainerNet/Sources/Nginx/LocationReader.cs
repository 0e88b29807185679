using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>Reads the levels of a server: locations, and the insides of `if`.</summary>
internal sealed class LocationReader(SettingsReader settings, List<ProxyProblem> problems)
{
    /// <summary>Deeper than anybody nests locations, and as deep as a snapshot may be to be read again.</summary>
    internal const int DepthLimit = 20;

    private string? _lastHost;

    /// <summary>The level of a server.</summary>
    public Location ReadServer(NginxLevel level, SourceLine source, LocationSettings outer) =>
        Read(level, source, outer, LocationModifier.None, "", null);

    private Location ReadLocation(NginxDirective directive, NginxLevel outer, LocationSettings outerSettings)
    {
        string first = directive[0];
        (LocationModifier modifier, string pattern) = directive.Count > 1 ? (ModifierOf(first), directive[1]) : Split(first);
        if (directive.Count > 1 && modifier == LocationModifier.None)
        {
            Refuse(directive, $"invalid location modifier \"{first}\"");
        }

        NginxLevel level = new(directive, outer);
        return Read(level, directive.Source, outerSettings, modifier, pattern, null);
    }

    private Location Read(
        NginxLevel level, SourceLine source, LocationSettings outer, LocationModifier modifier, string pattern, LocationContent? around)
    {
        LocationSettings own = settings.Read(level, outer);
        LocationContent? content = Content(level) ?? around;
        return new Location
        {
            Source = source,
            Modifier = modifier,
            Pattern = pattern,
            Settings = own,
            Content = content,
            Steps = Steps(level, own, content),
            Locations = Locations(level, own),
            TryFiles = level.First("try_files")?.ToModel(),
            LimitExcept = level.First("limit_except")?.ToModel(),
            Internal = level.IsInternal,
            NotUnderstood = level.Own(NameTraits.NotUnderstood).Select(d => d.ToModel()).ToArray(),
        };
    }

    private Location[] Locations(NginxLevel level, LocationSettings own)
    {
        IReadOnlyList<NginxDirective> blocks = Inner(level, level.Own("location"));
        Location[] locations = blocks.Count == 0 ? [] : new Location[blocks.Count];
        for (int i = 0; i < locations.Length; i++)
        {
            locations[i] = ReadLocation(blocks[i], level, own);
        }

        return locations;
    }

    /// <summary>The blocks of a level, unless they are too deep.</summary>
    private IReadOnlyList<NginxDirective> Inner(NginxLevel level, IReadOnlyList<NginxDirective> blocks)
    {
        if (blocks.Count == 0 || level.Depth < DepthLimit)
        {
            return blocks;
        }

        problems.Add(new ProxyProblem(
            ProxyProblemKind.Unread, blocks[0].Source, $"more than {DepthLimit} blocks inside each other; what is deeper was not read"));
        return [];
    }

    private ProxyDirective[] Steps(NginxLevel level, LocationSettings own, LocationContent? content)
    {
        IReadOnlyList<NginxDirective> directives = level.Own(NameTraits.Step);
        ProxyDirective[] steps = directives.Count == 0 ? [] : new ProxyDirective[directives.Count];
        for (int i = 0; i < steps.Length; i++)
        {
            NginxDirective directive = directives[i];
            ProxyDirective step = directive.ToModel();
            steps[i] = !directive.HasBlock || Inner(level, [directive]).Count == 0 ? step : step with
            {
                Inside = Read(
                    new NginxLevel(directive, level), directive.Source, own, LocationModifier.None, "", content),
            };
        }

        return steps;
    }

    /// <summary>The last one that names itself counts, as the handler of a location is simply set.</summary>
    private LocationContent? Content(NginxLevel level)
    {
        LocationContent? content = null;
        foreach (NginxDirective directive in level.Has(NameTraits.Content) ? level.Directives : [])
        {
            if (DirectiveNames.ContentOf(directive.Name) is not ContentKind kind)
            {
                continue;
            }

            ProxyDirective said = directive.ToModel();
            ProxyPass? pass = kind == ContentKind.Proxy ? Pass(said) : null;
            if (kind == ContentKind.Proxy && pass is null)
            {
                Refuse(directive, $"invalid URL in \"proxy_pass {directive[0]}\"");
            }

            content = new LocationContent(kind, said, pass);
        }

        return content;
    }

    /// <summary>The locations of a server lead to the same host more often than not.</summary>
    private ProxyPass? Pass(ProxyDirective directive)
    {
        string url = directive.Arguments is [string first, ..] ? first : "";
        if (url.Contains('$', StringComparison.Ordinal))
        {
            return new ProxyPass { Text = url, HasVariables = true, Source = directive.Source };
        }

        ProxyPass? pass = ProxyPass.Parse(url, directive.Source, _lastHost);
        _lastHost = pass?.Host;
        return pass;
    }

    private static LocationModifier ModifierOf(string text) => text switch
    {
        "=" => LocationModifier.Exact,
        "^~" => LocationModifier.PreferredPrefix,
        "~" => LocationModifier.Regex,
        "~*" => LocationModifier.RegexIgnoreCase,
        _ => LocationModifier.None,
    };

    /// <summary>A modifier may stand right before its pattern.</summary>
    private static (LocationModifier Modifier, string Pattern) Split(string text) => text switch
    {
        ['=', ..] => (LocationModifier.Exact, text[1..]),
        ['^', '~', ..] => (LocationModifier.PreferredPrefix, text[2..]),
        ['~', '*', ..] => (LocationModifier.RegexIgnoreCase, text[2..]),
        ['~', ..] => (LocationModifier.Regex, text[1..]),
        ['@', ..] => (LocationModifier.Named, text),
        _ => (LocationModifier.Prefix, text),
    };

    private void Refuse(NginxDirective directive, string reason) =>
        problems.Add(new ProxyProblem(ProxyProblemKind.Refused, directive.Source, ToolText.Clean(reason)));
}
