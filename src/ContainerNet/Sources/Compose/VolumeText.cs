using ContainerNet.Model.Compose;
using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Sources.Compose;

/// <summary>Reads volumes: "./nginx.conf:/etc/nginx/nginx.conf:ro", "data:/data", or a mapping.</summary>
internal static class VolumeText
{
    /// <summary>What a service sees there.</summary>
    /// <param name="entry">The entry of the list.</param>
    /// <param name="directory">Where relative paths begin.</param>
    public static ComposeMount? Parse(YamlNode entry, string directory)
    {
        if (entry is YamlMapping mapping)
        {
            return (mapping["target"] as YamlScalar)?.Value is not string target ? throw YamlText.Fault(entry.Start, "a volume must name its target")
                : new ComposeMount(
                    (mapping["type"] as YamlScalar)?.Value == "bind" && (mapping["source"] as YamlScalar)?.Value is string from
                        ? PathIn(directory, from) : null,
                    target, entry.Start);
        }

        if (entry is not YamlScalar { IsNull: false, Value.Length: > 0 } text)
        {
            throw YamlText.Fault(entry.Start, $"a volume was expected here, and not {entry.Kind}");
        }

        string[] parts = text.Value.Split(':');
        return parts.Any(p => p.Length == 0) || parts.Length > 3 ? throw YamlText.Fault(entry.Start, $"'{text.Value}' is no volume")
            : parts.Length == 1 ? new ComposeMount(null, parts[0], entry.Start)
            : new ComposeMount(IsPath(parts[0]) ? PathIn(directory, parts[0]) : null, parts[1], entry.Start);
    }

    /// <summary>The entry with its path made absolute, for a list that is taken over from another folder.</summary>
    public static YamlNode Anchored(YamlNode entry, string directory) => entry switch
    {
        YamlMapping mapping when (mapping["type"] as YamlScalar)?.Value == "bind" && mapping["source"] is YamlScalar source =>
            YamlTree.Set(mapping, "source", YamlTree.Text(PathIn(directory, source.Value), source)),
        YamlScalar text when text.Value.IndexOf(':', StringComparison.Ordinal) is > 0 and int colon && IsPath(text.Value[..colon]) =>
            YamlTree.Text(PathIn(directory, text.Value[..colon]) + text.Value[colon..], text),
        _ => entry,
    };

    /// <summary>An absolute path without . and .., where the path may be relative to a folder.</summary>
    public static string PathIn(string directory, string path)
    {
        List<string> parts = [];
        string whole = path.StartsWith('/') ? path : $"{directory}/{path}";
        foreach (string part in whole.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                parts.RemoveRange(Math.Max(0, parts.Count - 1), Math.Min(1, parts.Count));
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return "/" + string.Join('/', parts);
    }

    // What begins with ~ is in a home folder that is not ours to know.
    private static bool IsPath(string source) => source[0] is '.' or '/';
}
