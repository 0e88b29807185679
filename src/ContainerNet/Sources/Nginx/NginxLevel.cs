using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>The directives of one level with the included ones in their places, and of what is around it.</summary>
internal sealed class NginxLevel
{
    /// <summary>More than any configuration has; includes inside each other could make any number of them.</summary>
    private const int DirectiveLimit = 2_000_000;

    /// <summary>So many are looked through faster than a dictionary of them is made.</summary>
    private const int FewDirectives = 24;

    private static readonly Setting<bool> s_on = new(true), s_off = new(false);

    private readonly NginxLevel? _outer;
    private readonly Budget _budget;
    private readonly Dictionary<string, List<NginxDirective>>? _byName;

    // Found when first asked for, by whoever asks first, several threads perhaps: they find the same.
    private NameTraits _traits;
    private IReadOnlyList<string>? _proxySslNames;

    /// <summary>The level of a main file.</summary>
    public NginxLevel(NginxFile main)
        : this(main, (0, main.Count), null)
    {
    }

    /// <summary>The level between the braces of a directive; an empty one where it has none.</summary>
    public NginxLevel(NginxDirective around, NginxLevel outer)
        : this(around.File, around.Inside, outer)
    {
    }

    private NginxLevel(NginxFile file, (int First, int End) part, NginxLevel? outer)
    {
        _outer = outer;
        _budget = outer?._budget ?? new Budget();
        Depth = outer is null ? 0 : outer.Depth + 1;
        Directives = Collect(file, part);
        if (Directives.Length <= FewDirectives)
        {
            return;
        }

        _byName = [];
        foreach (NginxDirective directive in Directives)
        {
            if (!_byName.TryGetValue(directive.Name, out List<NginxDirective>? same))
            {
                _byName.Add(directive.Name, same = []);
            }

            same.Add(directive);
        }
    }

    /// <summary>How many levels are around it: 0 for the main file, 3 for a location.</summary>
    public int Depth { get; }

    /// <summary>The directives in the order in which nginx meets them.</summary>
    public NginxDirective[] Directives { get; }

    /// <summary>Were there too many directives to look at them all?</summary>
    public bool IsCut => _budget.Left == 0;

    /// <summary>Is any of the directives of this very level of a kind?</summary>
    public bool Has(NameTraits kind)
    {
        if (_traits == NameTraits.None)
        {
            NameTraits all = NameTraits.Known;
            foreach (NginxDirective directive in Directives)
            {
                all |= directive.Traits;
            }

            _traits = all;
        }

        return (_traits & kind) != NameTraits.None;
    }

    /// <summary>The directives of a kind on this very level.</summary>
    public IReadOnlyList<NginxDirective> Own(NameTraits kind)
    {
        if (!Has(kind))
        {
            return [];
        }

        List<NginxDirective> own = [];
        foreach (NginxDirective directive in Directives)
        {
            if ((directive.Traits & kind) != NameTraits.None)
            {
                own.Add(directive);
            }
        }

        return own;
    }

    /// <summary>The directives of a name on this very level.</summary>
    public IReadOnlyList<NginxDirective> Own(string name)
    {
        if (_byName is not null)
        {
            return _byName.TryGetValue(name, out List<NginxDirective>? known) ? known : [];
        }

        int count = 0;
        foreach (NginxDirective directive in Directives)
        {
            count += directive.Name == name ? 1 : 0;
        }

        NginxDirective[] own = count == 0 ? [] : new NginxDirective[count];
        for (int i = 0, next = 0; next < count; i++)
        {
            if (Directives[i].Name == name)
            {
                own[next++] = Directives[i];
            }
        }

        return own;
    }

    /// <summary>The first directive of a name on this very level.</summary>
    public NginxDirective? First(string name)
    {
        if (_byName is not null)
        {
            return _byName.TryGetValue(name, out List<NginxDirective>? known) ? known[0] : null;
        }

        foreach (NginxDirective directive in Directives)
        {
            if (directive.Name == name)
            {
                return directive;
            }
        }

        return null;
    }

    /// <summary>Is there a directive of a name on this very level?</summary>
    public bool Has(string name) => First(name) is not null;

    /// <summary>Is there a directive of any of some names on this very level?</summary>
    public bool HasAny(ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (Has(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The directives of some names that are in force: those of the nearest level that has any of them.</summary>
    public IReadOnlyList<NginxDirective> InForce(params ReadOnlySpan<string> names)
    {
        for (NginxLevel? level = this; level is not null; level = level._outer)
        {
            if (level.HasAny(names))
            {
                if (names.Length == 1)
                {
                    return level.Own(names[0]);
                }

                string[] wanted = [.. names];
                return [.. level.Directives.Where(d => wanted.Contains(d.Name))];
            }
        }

        return [];
    }

    /// <summary>The directives of a name that would be in force if the nearest level had none.</summary>
    public IReadOnlyList<NginxDirective> Discarded(string name)
    {
        NginxLevel? level = this;
        while (level is not null && !level.Has(name))
        {
            level = level._outer;
        }

        return level?._outer?.InForce(name) ?? [];
    }

    /// <summary>The names proxy_ssl_... that this level and those around it use.</summary>
    public IReadOnlyList<string> ProxySslNames => _proxySslNames ??=
        [.. (_byName?.Keys ?? Directives.Select(d => d.Name)).Where(n => n.StartsWith("proxy_ssl_", StringComparison.Ordinal))
            .Union(_outer?.ProxySslNames ?? [])];

    /// <summary>Is `internal` in force?</summary>
    public bool IsInternal => Has("internal") || _outer is { IsInternal: true };

    /// <summary>The last directive of a name in force; nginx refuses most that stand there twice.</summary>
    public NginxDirective? Last(string name) => InForce(name) is { Count: > 0 } all ? all[^1] : null;

    /// <summary>A switch that is on or off.</summary>
    public Setting<bool> Switch(string name, bool byDefault) => Last(name) switch
    {
        null => byDefault ? s_on : s_off,
        { } said when said[0].Equals("on", StringComparison.OrdinalIgnoreCase) => new Setting<bool>(true, said.Source),
        { } said when said[0].Equals("off", StringComparison.OrdinalIgnoreCase) => new Setting<bool>(false, said.Source),
        _ => new Setting<bool>(byDefault),
    };

    private NginxDirective[] Collect(NginxFile file, (int First, int End) part)
    {
        // Most levels have neither an include nor too much.
        int count = file.CountBetween(part.First, part.End);
        if (count > _budget.Left || file.HasIncludes)
        {
            List<NginxDirective> all = [];
            Collect(file, part, all);
            return [.. all];
        }

        _budget.Left -= count;
        NginxDirective[] directives = count == 0 ? [] : new NginxDirective[count];
        for (int i = 0, entry = part.First; i < count; i++, entry = file.After(entry))
        {
            directives[i] = new NginxDirective(file, entry);
        }

        return directives;
    }

    private void Collect(NginxFile file, (int First, int End) part, List<NginxDirective> all)
    {
        for (int entry = part.First; entry < part.End && _budget.Left > 0; entry = file.After(entry))
        {
            _budget.Left--;
            if (file.Included(entry) is not { } included)
            {
                all.Add(new NginxDirective(file, entry));
                continue;
            }

            foreach (NginxFile other in included)
            {
                Collect(other, (0, other.Count), all);
            }
        }
    }

    private sealed class Budget
    {
        public int Left { get; set; } = DirectiveLimit;
    }
}
