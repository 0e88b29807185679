using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>The directives of one level with the included ones in their places, and of what is around it.</summary>
internal sealed class NginxLevel
{
    /// <summary>More than any configuration has; includes inside each other could make any number of them.</summary>
    private const int DirectiveLimit = 2_000_000;

    /// <summary>So many are looked through faster than a dictionary of them is made.</summary>
    private const int FewDirectives = 24;

    private readonly NginxLevel? _outer;
    private readonly Budget _budget;
    private readonly Dictionary<string, List<NginxDirective>>? _byName;
    private (string? Beginning, IReadOnlyList<string> Found) _names = (null, []);

    /// <summary>The level of a file, or of a block inside another level.</summary>
    public NginxLevel(List<NginxDirective> directives, NginxLevel? outer = null)
    {
        _outer = outer;
        _budget = outer?._budget ?? new Budget();
        Depth = outer is null ? 0 : outer.Depth + 1;
        List<NginxDirective> all = directives;
        if (directives.Count > _budget.Left || directives.Exists(d => d.IsInclude))
        {
            List<NginxDirective> collected = [];
            Collect(directives, collected);
            all = collected;
        }
        else
        {
            _budget.Left -= directives.Count;
        }

        Directives = all;
        if (all.Count <= FewDirectives)
        {
            return;
        }

        _byName = [];
        foreach (NginxDirective directive in all)
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
    public List<NginxDirective> Directives { get; }

    /// <summary>Were there too many directives to look at them all?</summary>
    public bool IsCut => _budget.Left == 0;

    /// <summary>The directives of a name on this very level.</summary>
    public IReadOnlyList<NginxDirective> Own(string name)
    {
        if (_byName is not null)
        {
            return _byName.TryGetValue(name, out List<NginxDirective>? known) ? known : [];
        }

        List<NginxDirective>? own = null;
        foreach (NginxDirective directive in Directives)
        {
            if (directive.Name == name)
            {
                (own ??= []).Add(directive);
            }
        }

        return own is null ? [] : own;
    }

    /// <summary>The directives of some names that are in force: those of the nearest level that has any of them.</summary>
    public IReadOnlyList<NginxDirective> InForce(params ReadOnlySpan<string> names)
    {
        for (NginxLevel? level = this; level is not null; level = level._outer)
        {
            if (level.Has(names))
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

    /// <summary>The names with a beginning that this level and those around it use.</summary>
    public IReadOnlyList<string> Names(string beginning)
    {
        // Every location asks for those of `http`, which has a directive for each server.
        if (_names.Beginning != beginning)
        {
            IEnumerable<string> own = (_byName?.Keys ?? Directives.Select(d => d.Name)).Where(n => n.StartsWith(beginning, StringComparison.Ordinal));
            _names = (beginning, [.. own.Union(_outer?.Names(beginning) ?? [])]);
        }

        return _names.Found;
    }

    /// <summary>The last directive of a name in force; nginx refuses most that stand there twice.</summary>
    public NginxDirective? Last(string name) => InForce(name) is { Count: > 0 } all ? all[^1] : null;

    /// <summary>A switch that is on or off.</summary>
    public Setting<bool> Switch(string name, bool byDefault) => Last(name) switch
    {
        { } said when said[0].Equals("on", StringComparison.OrdinalIgnoreCase) => new Setting<bool>(true, said.Source),
        { } said when said[0].Equals("off", StringComparison.OrdinalIgnoreCase) => new Setting<bool>(false, said.Source),
        _ => new Setting<bool>(byDefault),
    };

    private bool Has(ReadOnlySpan<string> names)
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

    private bool Has(string name)
    {
        if (_byName is not null)
        {
            return _byName.ContainsKey(name);
        }

        foreach (NginxDirective directive in Directives)
        {
            if (directive.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    private void Collect(List<NginxDirective> directives, List<NginxDirective> all)
    {
        foreach (NginxDirective directive in directives)
        {
            if (_budget.Left == 0)
            {
                return;
            }

            _budget.Left--;
            if (!directive.IsInclude)
            {
                all.Add(directive);
                continue;
            }

            foreach (NginxFile file in directive.Included)
            {
                Collect(file.Directives, all);
            }
        }
    }

    private sealed class Budget
    {
        public int Left { get; set; } = DirectiveLimit;
    }
}
