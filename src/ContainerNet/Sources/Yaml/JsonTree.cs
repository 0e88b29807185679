using System.Text;
using System.Text.Json;
using ContainerNet.Hosting;
using ContainerNet.Model.Yaml;

namespace ContainerNet.Sources.Yaml;

/// <summary>Reads JSON as the same tree as YAML, with places. A YAML parser would take most of JSON too, but not what a cluster prints in
/// size, and not every escape.</summary>
public static class JsonTree
{
    /// <summary>Characters of one text. A cluster with thousands of ingresses prints some ten megabytes.</summary>
    public const int SizeLimit = 256 * 1024 * 1024;

    /// <summary>Nodes of one text.</summary>
    private const int NodeLimit = 20_000_000;

    /// <summary>Reads a text.</summary>
    /// <param name="file">What messages and places call it.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ContainerNetException">ConfigUnreadable, with line and column in the message.</exception>
    public static YamlNode Read(string file, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > SizeLimit)
        {
            throw YamlText.Fault(new YamlPlace(file, 1, 1, 0), $"the text is larger than {SizeLimit >> 20} MiB and was not read");
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Walk walk = new(file, bytes);
        try
        {
            Utf8JsonReader reader = new(bytes, new JsonReaderOptions { MaxDepth = YamlText.DepthLimit });
            walk.Next(ref reader);
            YamlNode root = walk.Node(ref reader);
            return reader.Read() ? throw YamlText.Fault(walk.Place(reader.TokenStartIndex), "there is more behind the end") : root;
        }
        catch (JsonException error)
        {
            YamlPlace place = new(file, (int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1, 0);
            throw YamlText.Fault(place, "this is no JSON from here on", error);
        }
        catch (InvalidOperationException error)
        {
            throw YamlText.Fault(new YamlPlace(file, 1, 1, 0), "there is a text in it that is not UTF-8", error);
        }
    }

    /// <summary>Builds nodes while lines are counted along.</summary>
    private sealed class Walk(string file, byte[] bytes)
    {
        private int _line = 1, _lineStart, _counted, _nodes;

        public YamlPlace Place(long offset)
        {
            ReadOnlySpan<byte> passed = bytes.AsSpan(_counted, (int)offset - _counted);
            int lines = passed.Count((byte)'\n');
            if (lines > 0)
            {
                _line += lines;
                _lineStart = _counted + passed.LastIndexOf((byte)'\n') + 1;
            }

            _counted = (int)offset;
            return new YamlPlace(file, _line, (int)offset - _lineStart + 1, (int)offset);
        }

        public void Next(ref Utf8JsonReader reader)
        {
            if (!reader.Read())
            {
                throw YamlText.Fault(Place(bytes.Length), "there is nothing in it");
            }
        }

        public YamlNode Node(ref Utf8JsonReader reader)
        {
            YamlPlace place = Place(reader.TokenStartIndex);
            if (++_nodes > NodeLimit)
            {
                throw YamlText.Fault(place, $"there are more than {NodeLimit} values in it");
            }

            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    return Mapping(ref reader, place);
                case JsonTokenType.StartArray:
                    List<YamlNode> items = [];
                    for (Next(ref reader); reader.TokenType != JsonTokenType.EndArray; Next(ref reader))
                    {
                        items.Add(Node(ref reader));
                    }

                    return new YamlSequence(items) { Start = place, End = (int)reader.BytesConsumed, IsFlow = true };
                default:
                    return Scalar(ref reader, place);
            }
        }

        private YamlMapping Mapping(ref Utf8JsonReader reader, YamlPlace place)
        {
            List<YamlEntry> entries = [];
            for (Next(ref reader); reader.TokenType != JsonTokenType.EndObject; Next(ref reader))
            {
                YamlScalar key = Scalar(ref reader, Place(reader.TokenStartIndex));
                Next(ref reader);
                YamlNode value = Node(ref reader);
                entries.Add(new YamlEntry(key, value, false, value.End));
            }

            return new YamlMapping(entries) { Start = place, End = (int)reader.BytesConsumed, IsFlow = true };
        }

        private static YamlScalar Scalar(ref Utf8JsonReader reader, YamlPlace place)
        {
            bool isText = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
            return new YamlScalar
            {
                Start = place,
                End = (int)reader.BytesConsumed,
                Style = isText ? YamlScalarStyle.DoubleQuoted : YamlScalarStyle.Plain,
                Value = isText ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan),
            };
        }
    }
}
