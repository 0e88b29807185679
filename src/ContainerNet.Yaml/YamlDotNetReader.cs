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

        using StringReader reader = new(text);
        Parser parser = new(reader);
        try
        {
            return new TreeBuilder(file, text, parser).Documents();
        }
        catch (YamlException error)
        {
            YamlPlace place = new(file, (int)error.Start.Line, (int)error.Start.Column, (int)error.Start.Index);
            throw YamlText.Fault(place, $"this is no YAML: {Reason(error)}", error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException)
        {
            // The parser stumbles over some texts instead of refusing them, such as a plain scalar that begins with a control character.
            Mark at = parser.Current?.End ?? Mark.Empty;
            throw YamlText.Fault(new YamlPlace(file, (int)at.Line, (int)at.Column, (int)at.Index), "this is no YAML: it cannot be understood from here on", error);
        }
    }

    /// <summary>The parser's own words as a part of a sentence.</summary>
    private static string Reason(YamlException error)
    {
        string words = error.Message.TrimEnd('.');
        return words.Length > 1 && char.IsUpper(words[0]) && !char.IsUpper(words[1]) ? char.ToLowerInvariant(words[0]) + words[1..] : words;
    }
}
