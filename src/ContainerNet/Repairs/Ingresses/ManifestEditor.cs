using System.Globalization;
using ContainerNet.Model.Ingresses;
using ContainerNet.Model.Yaml;

namespace ContainerNet.Repairs.Ingresses;

/// <summary>Edits one Ingress of a manifest by the places of its tree, so that everything else keeps its words, its order and its comments. What
/// others share through an anchor is refused and not edited.</summary>
internal sealed class ManifestEditor(ManifestSource source, YamlMapping resource)
{
    private readonly List<TextEdit> _edits = [];
    private readonly Dictionary<string, string> _set = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private readonly List<string> _documents = [];

    /// <summary>Why it cannot be edited; null when it can.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Says that it cannot be edited.</summary>
    public void Refuse(string reason) => Refusal ??= reason;

    /// <summary>Sets an annotation.</summary>
    public void SetAnnotation(string name, string value)
    {
        _set[name] = value;
        _removed.Remove(name);
    }

    /// <summary>Takes an annotation away, where it is there.</summary>
    public void RemoveAnnotation(string name)
    {
        _set.Remove(name);
        _removed.Add(name);
    }

    /// <summary>Adds a document at the end of the file.</summary>
    public void Append(string document) => _documents.Add(document);

    /// <summary>Gives a path another text and another type.</summary>
    public void SetPath(IngressPath path, string text, string type)
    {
        if (ItemOf(path)?.Item is not { } item)
        {
            return;
        }

        SetEntry(item, "path", text, after: null);
        SetEntry(item, "pathType", type, after: "path");
    }

    /// <summary>Gives the rule of a path another host.</summary>
    public void SetHost(IngressPath path, string host)
    {
        if (ItemOf(path)?.Rule is { } rule)
        {
            SetEntry(rule, "host", host, after: null);
        }
    }

    /// <summary>Gives a path another port, or another service with it.</summary>
    public void SetBackend(IngressPath path, string service, ClusterServicePort port)
    {
        if (ItemOf(path)?.Item is not { } item || Child(item, "backend") is not YamlMapping backend)
        {
            return;
        }

        if (Child(backend, "service") is not YamlMapping named || Child(named, "port") is not YamlMapping number || number.Written.Count == 0)
        {
            Refusal ??= "its backend is not written as networking.k8s.io/v1 has it";
            return;
        }

        SetEntry(named, "name", service, after: null);
        YamlEntry first = number.Written[0];
        bool byName = port.Name.Length > 0 && (first.Name == "name" || port.Number == 0);
        string entry = byName ? $"name: {YamlWords.Of(port.Name, isFlow: number.IsFlow)}" : string.Create(CultureInfo.InvariantCulture, $"number: {port.Number}");
        if (source.Text[first.Key.Start.Offset..first.End] != entry)
        {
            Replace(first.Key.Start.Offset, first.End, number.IsFlow && source.Text[first.Key.Start.Offset] == '"' ? Json(entry) : entry);
        }
    }

    /// <summary>Adds paths behind another one, with its backend.</summary>
    public void AddPaths(IngressPath path, IReadOnlyList<(string Path, string Type)> added)
    {
        if (added.Count == 0 || ItemOf(path) is not (_, { } paths, { } item) || item.Entry("backend") is not { } backend)
        {
            return;
        }

        string text = source.Text;
        string words = text[backend.Key.Start.Offset..backend.End];
        if (item.IsFlow)
        {
            string items = string.Concat(added.Select(a =>
                $", {{ \"path\": {YamlWords.Of(a.Path, isFlow: true)}, \"pathType\": {YamlWords.Of(a.Type, isFlow: true)}, {words} }}"));
            string indent = Indent(item.Start.Offset);
            Insert(item.End, paths.IsFlow ? items
                : string.Concat(added.Select(a => $"{NewLine.Of(text)}{indent}- {{ path: {YamlWords.Of(a.Path, isFlow: true)}, pathType: {a.Type}, {words} }}")), isLine: !paths.IsFlow);
            return;
        }

        string dash = DashOf(item);
        string column = new(' ', item.Written[0].Key.Start.Column - 1);
        string newLine = NewLine.Of(text);
        Insert(item.End, string.Concat(added.Select(a =>
            $"{newLine}{dash}path: {YamlWords.Of(a.Path)}{newLine}{column}pathType: {a.Type}{newLine}{column}{words}")), isLine: true);
    }

    /// <summary>Takes a path away, and its rule with it where nothing else is in that: a rule without paths is refused.</summary>
    public void RemovePath(IngressPath path)
    {
        if (ItemOf(path) is not var (rule, paths, item) || Child(resource, "spec") is not YamlMapping spec || Child(spec, "rules") is not YamlSequence rules)
        {
            return;
        }

        if (paths.Items.Count == 1 && rules.Items.Count == 1)
        {
            Refusal ??= "nothing would be left of it";
        }
        else
        {
            RemoveItem(paths.Items.Count == 1 ? rules : paths, paths.Items.Count == 1 ? rule : item);
        }
    }

    /// <summary>The text with all edits made; null when it cannot be edited.</summary>
    public string? Finish()
    {
        WriteAnnotations();
        if (_documents.Count > 0 && (source.File.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || source.Text.TrimStart().StartsWith('{')))
        {
            Refusal ??= "a second Ingress is needed, and a file of JSON holds one resource: write it as YAML";
        }

        if (Refusal is not null)
        {
            return null;
        }

        string text = TextEdit.Apply(source.Text, _edits);
        string newLine = NewLine.Of(text);
        foreach (string document in _documents)
        {
            text = $"{text.TrimEnd()}{newLine}---{newLine}{document.ReplaceLineEndings(newLine)}";
        }

        return text;
    }

    private void WriteAnnotations()
    {
        if (_set.Count == 0 && _removed.Count == 0)
        {
            return;
        }

        if (Child(resource, "metadata") is not YamlMapping metadata)
        {
            Refusal ??= "its metadata is no mapping of its own";
            return;
        }

        YamlEntry? entry = metadata.Written.FirstOrDefault(e => e.Name == "annotations");
        if (entry is null || (entry.Value is YamlScalar { IsNull: true } && !entry.IsAlias) || entry.Value is YamlMapping { Written.Count: 0 })
        {
            if (_set.Count > 0)
            {
                NewAnnotations(metadata, entry);
            }
        }
        else if (Child(metadata, "annotations") is YamlMapping annotations)
        {
            Change(metadata, entry, annotations);
        }
    }

    private void NewAnnotations(YamlMapping metadata, YamlEntry? entry)
    {
        string newLine = NewLine.Of(source.Text);
        if (metadata.IsFlow)
        {
            string all = $"annotations: {{ {string.Join(", ", _set.Select(s => Pair(s, isFlow: true)))} }}";
            all = source.Text[metadata.Written[0].Key.Start.Offset] == '"' ? $"\"annotations\"{all["annotations".Length..]}" : all;
            if (entry is null)
            {
                Insert(metadata.Written[^1].End, $", {all}", isLine: false);
            }
            else
            {
                Replace(entry.Key.Start.Offset, entry.End, all);
            }

            return;
        }

        string column = new(' ', metadata.Written[0].Key.Start.Column - 1);
        string words = $"annotations:{string.Concat(_set.Select(s => $"{newLine}{column}  {Pair(s, isFlow: false)}"))}";
        if (entry is not null)
        {
            Replace(entry.Key.Start.Offset, entry.End, words);
        }
        else
        {
            YamlEntry last = metadata.Written.LastOrDefault(e => e.Name is "name" or "namespace") ?? metadata.Written[^1];
            Insert(last.End, $"{newLine}{column}{words}", isLine: true);
        }
    }

    private void Change(YamlMapping metadata, YamlEntry whole, YamlMapping annotations)
    {
        Queue<KeyValuePair<string, string>> added = new(_set.Where(s => annotations.Written.All(e => e.Name != s.Key)));
        List<YamlEntry> gone = [.. annotations.Written.Where(e => _removed.Contains(e.Name))];
        if (_removed.Any(r => annotations.Entry(r) is not null && gone.TrueForAll(g => g.Name != r)))
        {
            Refusal ??= "an annotation that has to go comes from elsewhere in the file (<<)";
            return;
        }

        foreach (YamlEntry entry in annotations.Written.Where(e => _set.ContainsKey(e.Name)))
        {
            SetEntry(annotations, entry.Name, _set[entry.Name], after: null);
        }

        if (added.Count == 0 && gone.Count == annotations.Written.Count)
        {
            Remove(metadata, whole);
            return;
        }

        YamlEntry? last = null;
        foreach (YamlEntry entry in gone)
        {
            if (added.TryDequeue(out KeyValuePair<string, string> one))
            {
                Replace(entry.Key.Start.Offset, entry.End, Pair(one, annotations.IsFlow));
                last = entry;
            }
            else
            {
                Remove(annotations, entry);
            }
        }

        if (added.Count > 0)
        {
            last = annotations.Written.LastOrDefault(e => !gone.Contains(e)) is { } kept && (last is null || kept.End > last.End) ? kept : last!;
            string column = NewLine.Of(source.Text) + new string(' ', annotations.Written[0].Key.Start.Column - 1);
            Insert(last.End, string.Concat(added.Select(a => annotations.IsFlow ? $", {Pair(a, isFlow: true)}" : column + Pair(a, isFlow: false))), !annotations.IsFlow);
        }
    }

    private static string Pair(KeyValuePair<string, string> pair, bool isFlow) =>
        $"{(isFlow ? YamlWords.Of(pair.Key, isFlow: true) : pair.Key)}: {YamlWords.Of(pair.Value, isFlow: isFlow)}";

    private static string Json(string entry) => $"\"{entry[..entry.IndexOf(':', StringComparison.Ordinal)]}\"{entry[entry.IndexOf(':', StringComparison.Ordinal)..]}";

    private void SetEntry(YamlMapping mapping, string name, string value, string? after)
    {
        YamlEntry? entry = mapping.Written.FirstOrDefault(e => e.Name == name);
        if (entry is { IsAlias: true })
        {
            // The value stands elsewhere, and here only its name.
            Replace(source.Text.IndexOf('*', entry.Key.End), entry.End, YamlWords.Of(value, isFlow: mapping.IsFlow));
        }
        else if (entry is { Value: YamlScalar scalar })
        {
            if (scalar.Anchor.Length > 0)
            {
                Refusal ??= $"others take their {name} from it (&{scalar.Anchor})";
            }
            else if (scalar.Value != value)
            {
                Replace(scalar.Start.Offset, scalar.End, YamlWords.Of(value, scalar.Style, mapping.IsFlow && source.Text[scalar.Start.Offset] != '/'));
            }
        }
        else if (entry is not null)
        {
            Refusal ??= $"its {name} is no text";
        }
        else
        {
            YamlEntry place = mapping.Written.FirstOrDefault(e => e.Name == after) ?? mapping.Written[0];
            bool isFirst = place.Name != after;
            string words = mapping.IsFlow ? $"\"{name}\": {YamlWords.Of(value, isFlow: true)}" : $"{name}: {YamlWords.Of(value)}";
            string column = NewLine.Of(source.Text) + new string(' ', mapping.Written[0].Key.Start.Column - 1);
            if (isFirst)
            {
                _edits.Add(new TextEdit(source.File, place.Key.Start.Offset, 0, mapping.IsFlow ? $"{words}, " : words + column));
            }
            else
            {
                Insert(place.End, mapping.IsFlow ? $", {words}" : column + words, isLine: !mapping.IsFlow);
            }
        }
    }

    private void Remove(YamlMapping mapping, YamlEntry entry)
    {
        (int start, int end) = YamlPlaces.Whole(source.Text, mapping, entry);
        Replace(start, end, "");
    }

    private void RemoveItem(YamlSequence list, YamlMapping item)
    {
        if (list.IsFlow)
        {
            Refusal ??= "what would have to go stands in brackets";
            return;
        }

        if (DashOf(item).Length > 0)
        {
            Replace(LineStart(item.Start.Offset), YamlPlaces.AfterLine(source.Text, item.End), "");
        }
    }

    /// <summary>Inserts behind a place: there, or at the end of its line, behind its comment.</summary>
    private void Insert(int at, string text, bool isLine) =>
        _edits.Add(new TextEdit(source.File, isLine ? YamlPlaces.EndOfLine(source.Text, at) : at, 0, text));

    private void Replace(int start, int end, string text) => _edits.Add(new TextEdit(source.File, start, end - start, text));

    private int LineStart(int offset) => YamlPlaces.StartOfLine(source.Text, offset);

    private string Indent(int offset)
    {
        string line = source.Text[LineStart(offset)..offset];
        return line[..^line.TrimStart().Length];
    }

    /// <summary>What stands before an item in its line, the dash among it.</summary>
    private string DashOf(YamlMapping item)
    {
        string line = source.Text[LineStart(item.Start.Offset)..item.Start.Offset];
        if (line.Trim() != "-")
        {
            Refusal ??= "its paths are not written with a dash each";
        }

        return line;
    }

    /// <summary>The rule, the list and the item of a path, when all of them are its own.</summary>
    private (YamlMapping Rule, YamlSequence Paths, YamlMapping Item)? ItemOf(IngressPath path)
    {
        if (Child(resource, "spec") is YamlMapping spec && Child(spec, "rules") is YamlSequence rules)
        {
            foreach (YamlMapping rule in rules.Items.OfType<YamlMapping>().Where(r => Holds(rules, r)))
            {
                if (rule["http"] is YamlMapping http && http["paths"] is YamlSequence paths
                    && paths.Items.OfType<YamlMapping>().FirstOrDefault(i => (i["path"] ?? i).Start.Offset == path.Place.Offset
                        || (i["backend"]?.Start.Offset is { } offset && offset == path.Backend.Place.Offset)) is { } item)
                {
                    bool isOwn = IsOwn(rules, rule, "its rule") && Child(rule, "http") is not null && Child(http, "paths") is not null && IsOwn(paths, item, "its path");
                    return isOwn ? (rule, paths, item) : null;
                }
            }
        }

        Refusal ??= "its path is not written where it could be edited";
        return null;
    }

    private YamlNode? Child(YamlMapping mapping, string name)
    {
        YamlEntry? entry = mapping.Written.FirstOrDefault(e => e.Name == name);
        if (entry is null || entry.IsAlias)
        {
            Refusal ??= $"its {name} comes from elsewhere in the file, where others may need it";
            return null;
        }

        return IsOwn(mapping, entry.Value, $"its {name}") ? entry.Value : null;
    }

    private bool IsOwn(YamlNode parent, YamlNode node, string words)
    {
        if (node.Anchor.Length > 0 || !Holds(parent, node))
        {
            Refusal ??= $"{words} is shared with others in the file{(node.Anchor.Length > 0 ? $" (&{node.Anchor})" : "")}";
            return false;
        }

        return true;
    }

    private static bool Holds(YamlNode parent, YamlNode node) => node.Start.Offset >= parent.Start.Offset && node.End <= parent.End;
}
