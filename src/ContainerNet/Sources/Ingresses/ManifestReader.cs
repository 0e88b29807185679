using ContainerNet.Hosting;
using ContainerNet.Model.Ingresses;
using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Sources.Ingresses;

/// <summary>Reads manifests: files, folders and texts, of YAML with many documents, of JSON, and lists of resources.</summary>
public static class ManifestReader
{
    private const int FileLimit = 5_000;
    private const long SizeLimit = 256 * 1024 * 1024;
    private const int FolderLimit = 32;

    private static readonly string[] s_endings = [".yaml", ".yml", ".json"];

    /// <summary>Reads them.</summary>
    /// <exception cref="ContainerNetException">ConfigUnreadable with file, line and column; TargetNotFound, PermissionDenied for files.</exception>
    public static IngressSet Read(IHost host, IYamlReader yaml, ManifestOptions options)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(yaml);
        ArgumentNullException.ThrowIfNull(options);
        ManifestCollector collector = new(options.DefaultNamespace);
        long size = 0;
        foreach (string file in Files(host, options))
        {
            string text = IsJson(file) ? YamlText.Read(host, file, JsonTree.SizeLimit) : YamlText.Read(host, file);
            size += text.Length;
            if (size > SizeLimit)
            {
                throw YamlText.Fault(new YamlPlace(file, 1, 1, 0), $"the files are larger than {SizeLimit >> 20} MiB together");
            }

            collector.Add(Documents(yaml, file, text));
        }

        foreach ((string name, string text) in options.Texts)
        {
            collector.Add(Documents(yaml, name, text));
        }

        return collector.Finish();
    }

    private static IReadOnlyList<YamlNode> Documents(IYamlReader yaml, string file, string text)
    {
        if (IsJson(file))
        {
            return [JsonTree.Read(file, text)];
        }

        // What kubectl prints as JSON comes by a pipe without a name that says so, and may be larger than YAML is read. Braces may be YAML too.
        if (text.AsSpan().TrimStart() is ['{', not '{', ..])
        {
            try
            {
                return [JsonTree.Read(file, text)];
            }
            catch (ContainerNetException) when (text.Length <= YamlText.SizeLimit)
            {
                return yaml.Read(file, text);
            }
        }

        try
        {
            return yaml.Read(file, text);
        }
        catch (ContainerNetException error) when (error.Problem == Problem.ConfigUnreadable && text.Contains("{{", StringComparison.Ordinal))
        {
            throw new ContainerNetException(error.Problem, error.Target, $"{error.Message}. This looks like a template: fill it in first (helm template).", error);
        }
    }

    private static bool IsJson(string file) => file.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private static List<string> Files(IHost host, ManifestOptions options)
    {
        List<string> files = [];
        foreach (string path in options.Paths)
        {
            Add(host, path, options.Recurses ? FolderLimit : 0, isNamed: true, files);
        }

        return files;
    }

    private static void Add(IHost host, string path, int depth, bool isNamed, List<string> files)
    {
        FileKind? kind = host.KindOf(path);
        if (kind == FileKind.File || (isNamed && kind != FileKind.Folder && host.ListDirectory(path) is null))
        {
            files.Add(path);
        }
        else if (isNamed || depth > 0)
        {
            foreach (string name in (host.ListDirectory(path) ?? []).Order(StringComparer.Ordinal))
            {
                string inner = $"{path.TrimEnd('/')}/{name}";
                bool isManifest = s_endings.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
                if (isManifest && host.KindOf(inner) != FileKind.Folder)
                {
                    files.Add(inner);
                }
                else if (!isManifest && depth > 0 && host.KindOf(inner) == FileKind.Folder)
                {
                    Add(host, inner, depth - 1, isNamed: false, files);
                }
            }
        }

        if (files.Count > FileLimit)
        {
            throw YamlText.Fault(new YamlPlace(path, 1, 1, 0), $"there are more than {FileLimit} files");
        }
    }
}
