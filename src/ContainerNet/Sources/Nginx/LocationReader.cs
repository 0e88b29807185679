using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>Reads the levels of a server: locations, and the insides of `if`.</summary>
internal sealed class LocationReader(SettingsReader settings, List<ProxyProblem> problems)
{
    /// <summary>Deeper than anybody nests locations, and as deep as a snapshot may be to be read again.</summary>
    internal const int DepthLimit = 20;

    private readonly Dictionary<string, bool> _understood = new(StringComparer.Ordinal);

    /// <summary>The level of a server.</summary>
    public Location ReadServer(NginxLevel level, SourceLine source, LocationSettings outer) =>
        Read(level, source, outer, LocationModifier.None, "", null);

    private Location ReadLocation(NginxDirective directive, NginxLevel outer, LocationSettings outerSettings)
    {
        (LocationModifier modifier, string pattern) = directive.Count > 1
            ? (ModifierOf(directive[0]), directive[1]) : Split(directive[0]);
        if (directive.Count > 1 && modifier == LocationModifier.None)
        {
            Refuse(directive, $"invalid location modifier \"{directive[0]}\"");
        }

        NginxLevel level = new(directive.Block ?? [], outer);
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
            Steps = [.. Steps(level, own, content)],
            Locations = [.. Inner(level, level.Own("location")).Select(d => ReadLocation(d, level, own))],
            TryFiles = level.Own("try_files") is [var tryFiles, ..] ? tryFiles.ToModel() : null,
            LimitExcept = level.Own("limit_except") is [var limit, ..] ? limit.ToModel() : null,
            Internal = level.InForce("internal").Count > 0,
            NotUnderstood = [.. level.Directives.Where(d => !IsUnderstood(d.Name)).Select(d => d.ToModel())],
        };
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

    private IEnumerable<ProxyDirective> Steps(NginxLevel level, LocationSettings own, LocationContent? content)
    {
        foreach (NginxDirective directive in level.Directives.Where(d => DirectiveNames.IsStep(d.Name)))
        {
            ProxyDirective step = directive.ToModel();
            yield return directive.Block is null || Inner(level, [directive]).Count == 0 ? step : step with
            {
                Inside = Read(
                    new NginxLevel(directive.Block, level), directive.Source, own, LocationModifier.None, "", content),
            };
        }
    }

    /// <summary>The last one that names itself counts, as the handler of a location is simply set.</summary>
    private LocationContent? Content(NginxLevel level)
    {
        LocationContent? content = null;
        foreach (NginxDirective directive in level.Directives)
        {
            if (DirectiveNames.ContentOf(directive.Name) is not ContentKind kind)
            {
                continue;
            }

            ProxyPass? pass = kind == ContentKind.Proxy ? Pass(directive) : null;
            if (kind == ContentKind.Proxy && pass is null)
            {
                Refuse(directive, $"invalid URL in \"proxy_pass {directive[0]}\"");
            }

            content = new LocationContent(kind, directive.ToModel(), pass);
        }

        return content;
    }

    private static ProxyPass? Pass(NginxDirective directive) => directive[0].Contains('$', StringComparison.Ordinal)
        ? new ProxyPass { Text = directive[0], HasVariables = true, Source = directive.Source }
        : ProxyPass.Parse(directive[0], directive.Source);

    /// <summary>The same few names stand everywhere, and each is looked up once.</summary>
    private bool IsUnderstood(string name)
    {
        if (!_understood.TryGetValue(name, out bool understood))
        {
            _understood.Add(name, understood = DirectiveNames.IsUnderstood(name));
        }

        return understood;
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
