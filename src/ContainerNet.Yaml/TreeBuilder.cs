using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ContainerNet.Yaml;

/// <summary>Builds the tree from the events of a parser. What would cost its readers without bounds is refused here, before it is built:
/// levels inside each other, and aliases that stand for ever more.</summary>
internal sealed class TreeBuilder(string file, string text, IParser parser)
{
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private long _weight;

    /// <summary>All documents that hold something.</summary>
    public IReadOnlyList<YamlNode> Documents()
    {
        List<YamlNode> documents = [];
        parser.Consume<StreamStart>();
        while (parser.Current is DocumentStart)
        {
            _ = parser.MoveNext();
            _anchors.Clear();
            YamlNode root = Node(0).Node;
            if (root is not YamlScalar { IsNull: true })
            {
                documents.Add(root);
            }

            parser.Consume<DocumentEnd>();
        }

        return documents;
    }

    private (YamlNode Node, bool IsAlias, int End) Node(int depth)
    {
        if (parser.Current is AnchorAlias alias)
        {
            _ = parser.MoveNext();
            string name = alias.Value.Value;
            YamlNode target = _anchors.GetValueOrDefault(name) ?? throw YamlText.Fault(Place(alias.Start), _open.Contains(name)
                ? $"the anchor '{name}' holds an alias of itself" : $"there is no anchor '{name}' before this alias");
            Weigh(target.Weight, alias.Start);
            return (target, true, (int)alias.End.Index);
        }

        if (depth > YamlText.DepthLimit)
        {
            throw YamlText.Fault(Place(parser.Current!.Start), $"more than {YamlText.DepthLimit} levels inside each other");
        }

        if (parser.Current is not NodeEvent start)
        {
            throw YamlText.Fault(Place(parser.Current!.Start), "a value was expected here");
        }

        string anchor = start.Anchor.IsEmpty ? "" : start.Anchor.Value;
        bool isOpen = anchor.Length > 0 && _open.Add(anchor);
        _anchors.Remove(anchor);
        Weigh(1, start.Start);
        YamlNode node = start switch
        {
            YamlDotNet.Core.Events.Scalar => Scalar(parser.Consume<Scalar>(), anchor),
            SequenceStart => Sequence(parser.Consume<SequenceStart>(), anchor, depth),
            _ => Mapping(parser.Consume<MappingStart>(), anchor, depth),
        };
        if (anchor.Length > 0)
        {
            _anchors[anchor] = node;
        }

        if (isOpen)
        {
            _open.Remove(anchor);
        }

        return (node, false, node.End);
    }

    private YamlScalar Scalar(Scalar scalar, string anchor) => new()
    {
        Start = Place(scalar.Start),
        End = EndOf((int)scalar.Start.Index, (int)scalar.End.Index),
        Anchor = anchor,
        Tag = TagOf(scalar),
        Value = scalar.Value,
        Style = scalar.Style switch
        {
            ScalarStyle.SingleQuoted => YamlScalarStyle.SingleQuoted,
            ScalarStyle.DoubleQuoted => YamlScalarStyle.DoubleQuoted,
            ScalarStyle.Literal => YamlScalarStyle.Literal,
            ScalarStyle.Folded => YamlScalarStyle.Folded,
            _ => YamlScalarStyle.Plain,
        },
    };

    private YamlSequence Sequence(SequenceStart start, string anchor, int depth)
    {
        List<YamlNode> items = [];
        int last = (int)start.End.Index;
        while (parser.Current is not SequenceEnd)
        {
            (YamlNode item, _, last) = Node(depth + 1);
            items.Add(item);
        }

        parser.Consume<SequenceEnd>();
        bool isFlow = start.Style == SequenceStyle.Flow;
        return new YamlSequence(items)
        {
            Start = Place(start.Start), End = isFlow ? Closed(last) : last, Anchor = anchor, Tag = TagOf(start), IsFlow = isFlow,
        };
    }

    private YamlMapping Mapping(MappingStart start, string anchor, int depth)
    {
        List<YamlEntry> entries = [];
        Dictionary<string, YamlPlace> seen = new(StringComparer.Ordinal);
        int last = (int)start.End.Index;
        while (parser.Current is not MappingEnd)
        {
            YamlPlace at = Place(parser.Current!.Start);
            if (Node(depth + 1).Node is not YamlScalar key)
            {
                throw YamlText.Fault(at, "a key must be a text");
            }

            if (!seen.TryAdd(key.Value, at))
            {
                throw YamlText.Fault(at, $"the key '{key.Value}' stands in line {seen[key.Value].Line} already");
            }

            (YamlNode value, bool isAlias, last) = Node(depth + 1);
            YamlEntry entry = new(key, value, isAlias, last);
            TakeIn(entry);
            entries.Add(entry);
        }

        parser.Consume<MappingEnd>();
        bool isFlow = start.Style == MappingStyle.Flow;
        return new YamlMapping(entries)
        {
            Start = Place(start.Start), End = isFlow ? Closed(last) : last, Anchor = anchor, Tag = TagOf(start), IsFlow = isFlow,
        };
    }

    /// <summary>Holds a merge key's value against what may stand there, and against the limit: merging writes it out once more.</summary>
    private void TakeIn(YamlEntry entry)
    {
        if (!YamlMapping.IsMerge(entry))
        {
            return;
        }

        if (entry.Value is not YamlMapping && !(entry.Value is YamlSequence list && list.Items.All(i => i is YamlMapping)))
        {
            throw YamlText.Fault(entry.Key.Start, $"<< takes a mapping, or a list of mappings, and not {entry.Value.Kind}");
        }

        Weigh(entry.Value.Weight, new Mark(entry.Key.Start.Offset, entry.Key.Start.Line, entry.Key.Start.Column));
    }

    private void Weigh(long weight, Mark at)
    {
        _weight += weight;
        if (_weight > YamlText.WeightLimit)
        {
            throw YamlText.Fault(Place(at), $"aliases make more than {YamlText.WeightLimit} values of this file");
        }
    }

    private YamlPlace Place(Mark mark) => new(file, (int)mark.Line, (int)mark.Column, (int)mark.Index);

    /// <summary>The end of a scalar: a block and a plain one are said to end where the next thing begins.</summary>
    private int EndOf(int start, int end)
    {
        int last = Math.Min(end, text.Length);
        while (last > start && char.IsWhiteSpace(text[last - 1]))
        {
            last--;
        }

        return last;
    }

    /// <summary>The end of a collection in brackets. The parser gives the beginning of the closing one or its end, so it is looked for: behind
    /// the last value there are only spaces, comments and a comma.</summary>
    private int Closed(int at)
    {
        while (at < text.Length && text[at] is not (']' or '}'))
        {
            at = text[at] == '#' ? text.IndexOf('\n', at) is >= 0 and int end ? end : text.Length : at + 1;
        }

        return Math.Min(at + 1, text.Length);
    }

    private static string TagOf(NodeEvent node) => node.Tag.IsEmpty ? "" : node.Tag.Value;
}
