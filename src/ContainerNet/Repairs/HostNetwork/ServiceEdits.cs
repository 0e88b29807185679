using ContainerNet.Model.Compose;
using ContainerNet.Model.Yaml;

namespace ContainerNet.Repairs.HostNetwork;

/// <summary>Plans the edits of the compose files: network_mode comes in the place of what was said of bridges.</summary>
internal sealed class ServiceEdits
{
    private const string Mode = "network_mode";
    private const string HostMode = "network_mode: host";

    private static readonly string[] s_bridged = ["ports", "expose", "networks", "links"];

    private readonly Conversion _conversion;
    private readonly HashSet<YamlMapping> _edited = [];

    private ServiceEdits(Conversion conversion) => _conversion = conversion;

    /// <summary>Plans them for every service that moves.</summary>
    public static void Convert(Conversion conversion)
    {
        ServiceEdits edits = new(conversion);
        HashSet<string> moved = [.. conversion.Moves.Select(m => m.Service.Name)];
        Dictionary<YamlMapping, string> others = [];
        foreach (ComposeService stays in conversion.Project.Services.Where(s => !moved.Contains(s.Name)))
        {
            foreach ((_, YamlMapping mapping) in edits.Parts(stays.Name))
            {
                others.TryAdd(mapping, stays.Name);
            }
        }

        foreach (Move move in conversion.Moves)
        {
            edits.Convert(move.Service, others);
        }
    }

    private void Convert(ComposeService service, Dictionary<YamlMapping, string> others)
    {
        List<(ComposeSource Source, YamlMapping Mapping)> parts = [.. Parts(service.Name)];
        YamlMapping? first = null;
        foreach ((ComposeSource source, YamlMapping mapping) in parts)
        {
            bool isOwn = first is null;
            first ??= mapping;
            if (others.TryGetValue(mapping, out string? other) && mapping.Written.Any(e => s_bridged.Contains(e.Name)))
            {
                _conversion.Refuse(service.Name, Conversion.At(mapping.Start), $"{other}, which is not moved, takes its settings from the same place");
            }
            else if (_edited.Add(mapping))
            {
                Edit(source, mapping, isOwn);
            }
        }

        if (first is null)
        {
            _conversion.Refuse(service.Name, Conversion.At(service.Source), "it stands in none of the files that were named: name the file that it is included from");
        }
    }

    /// <summary>The mappings that a service is written in: its own of each file first, then what those take in.</summary>
    private IEnumerable<(ComposeSource Source, YamlMapping Mapping)> Parts(string name)
    {
        HashSet<YamlMapping> seen = [];
        Queue<(ComposeSource Source, YamlMapping Services, YamlMapping Mapping)> open = new();
        foreach (ComposeSource source in _conversion.Project.Sources)
        {
            foreach (YamlMapping services in source.Documents.OfType<YamlMapping>().Select(d => d["services"]).OfType<YamlMapping>())
            {
                if (services[name] is YamlMapping own)
                {
                    open.Enqueue((source, services, own));
                }
            }
        }

        while (open.TryDequeue(out (ComposeSource Source, YamlMapping Services, YamlMapping Mapping) part))
        {
            if (!seen.Add(part.Mapping))
            {
                continue;
            }

            yield return (part.Source, part.Mapping);
            foreach (YamlMapping merged in part.Mapping.Written.Where(YamlMapping.IsMerge).SelectMany(e => YamlMapping.MergedBy(e.Value)))
            {
                open.Enqueue((part.Source, part.Services, merged));
            }

            string? extended = (part.Mapping["extends"] as YamlScalar)?.Value
                ?? (part.Mapping["extends"] is YamlMapping e && e["file"] is null ? (e["service"] as YamlScalar)?.Value : null);
            if (extended is not null && part.Services[extended] is YamlMapping under)
            {
                open.Enqueue((part.Source, part.Services, under));
            }
        }
    }

    private void Edit(ComposeSource source, YamlMapping mapping, bool isOwn)
    {
        YamlEntry? mode = mapping.Written.FirstOrDefault(e => e.Name == Mode);
        List<YamlEntry> gone = [.. mapping.Written.Where(e => s_bridged.Contains(e.Name))];
        if (mode is not null && isOwn)
        {
            // An alias's value stands elsewhere: here only its name is written.
            int start = mode.IsAlias ? source.Text.IndexOf('*', mode.Key.End) : mode.Value.Start.Offset;
            Add(source, start, mode.End, "host");
        }
        else if (mode is not null)
        {
            gone.Add(mode);
        }
        else if (isOwn && gone.Count > 0)
        {
            Add(source, gone[0].Key.Start.Offset, gone[0].End, HostMode);
            gone.RemoveAt(0);
        }
        else if (isOwn)
        {
            Insert(source, mapping);
        }

        foreach (YamlEntry entry in gone)
        {
            Remove(source, mapping, entry);
        }
    }

    /// <summary>Adds the mode where there is nothing that it could take the place of: behind the first entry.</summary>
    private void Insert(ComposeSource source, YamlMapping mapping)
    {
        if (mapping.Written.Count == 0)
        {
            Add(source, mapping.Start.Offset, mapping.End, $"{{{HostMode}}}");
            return;
        }

        YamlEntry entry = mapping.Written[0];
        if (mapping.IsFlow)
        {
            Add(source, entry.End, entry.End, $", {HostMode}");
            return;
        }

        int at = YamlPlaces.EndOfLine(source.Text, entry.End);
        string newLine = NewLine.Of(source.Text);
        string line = new string(' ', entry.Key.Start.Column - 1) + HostMode;
        Add(source, at, at, newLine + line);
    }

    private void Remove(ComposeSource source, YamlMapping mapping, YamlEntry entry)
    {
        (int start, int end) = YamlPlaces.Whole(source.Text, mapping, entry);
        Add(source, start, end, "");
    }

    private void Add(ComposeSource source, int start, int end, string text) =>
        _conversion.Edits.Add(new TextEdit(source.File, start, end - start, text));
}
