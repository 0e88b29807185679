using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Yaml;
using YamlDotNet.Core;

namespace ContainerNet.Yaml;

/// <summary>Reads YAML with YamlDotNet's parser, and builds the core's own tree of what it says.</summary>
public sealed class YamlDotNetReader : IYamlReader
{
    /// <inheritdoc/>
    public IReadOnlyList<YamlNode> Read(string file, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > YamlText.SizeLimit)
        {
            throw YamlText.Fault(new YamlPlace(file, 1, 1, 0), $"the text is larger than {YamlText.SizeLimit >> 20} MiB and was not read");
        }

        try
        {
            using StringReader reader = new(text);
            return new TreeBuilder(file, text, new Parser(reader)).Documents();
        }
        catch (YamlException error)
        {
            YamlPlace place = new(file, (int)error.Start.Line, (int)error.Start.Column, (int)error.Start.Index);
            throw YamlText.Fault(place, $"this is no YAML: {Reason(error)}", error);
        }
    }

    /// <summary>The parser's own words as a part of a sentence.</summary>
    private static string Reason(YamlException error)
    {
        string words = error.Message.TrimEnd('.');
        return words.Length > 1 && char.IsUpper(words[0]) && !char.IsUpper(words[1]) ? char.ToLowerInvariant(words[0]) + words[1..] : words;
    }
}
