using ContainerNet.Hosting;
using ContainerNet.Model.Compose;
using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Sources.Compose;

/// <summary>Loads compose files into one tree: each is filled in, takes in what it includes and extends, and is laid over those before it.</summary>
internal sealed class ComposeFiles(IHost host, IYamlReader yaml)
{
    /// <summary>Files that may be read for one project, and levels of files inside each other.</summary>
    private const int FileLimit = 200;

    private static readonly string[] s_included = ["services", "volumes", "networks", "secrets", "configs", "models"];

    private int _filesRead;

    /// <summary>The files as one tree.</summary>
    /// <param name="files">The files, each laid over those before it.</param>
    /// <param name="directory">Where their relative paths begin.</param>
    /// <param name="variables">What they are filled in with.</param>
    /// <param name="sources">Takes them as they were written.</param>
    /// <param name="around">The files that include them.</param>
    public YamlMapping Load(
        IReadOnlyList<string> files, string directory, ComposeVariables variables, List<ComposeSource>? sources = null,
        IReadOnlyList<string>? around = null)
    {
        YamlMapping tree = YamlTree.Empty(new YamlPlace(files[0], 1, 1, 0));
        foreach (string file in files)
        {
            ComposeSource source = Read(file);
            sources?.Add(source);
            foreach (YamlNode document in source.Documents)
            {
                ResetTags resets = new();
                YamlMapping filled = FilledIn(document, resets, variables);
                YamlMapping whole = Include(filled, file, directory, variables, around ?? [], resets);
                tree = resets.Apply(tree);
                tree = ComposeMerge.Files(tree, new ServiceExtends(this, variables, file, directory).Apply(whole, resets));
                tree = CanonicalTree.Of(tree);
            }
        }

        return tree;
    }

    /// <summary>Reads a file.</summary>
    public ComposeSource Read(string file)
    {
        if (++_filesRead > FileLimit)
        {
            throw YamlText.Fault(new YamlPlace(file, 1, 1, 0), $"the project is made of more than {FileLimit} files");
        }

        string text = YamlText.Read(host, file);
        return new ComposeSource(file, text, yaml.Read(file, text));
    }

    /// <summary>A document with its variables filled in, and without what it resets.</summary>
    public static YamlMapping FilledIn(YamlNode document, ResetTags resets, ComposeVariables variables) =>
        document is YamlMapping mapping ? (YamlMapping)resets.Collect(variables.Fill(mapping))
            : throw YamlText.Fault(document.Start, $"a compose file is a mapping, and not {document.Kind}");

    private YamlMapping Include(
        YamlMapping document, string file, string directory, ComposeVariables variables, IReadOnlyList<string> around, ResetTags resets)
    {
        if (document["include"] is not { } include)
        {
            return document;
        }

        YamlMapping whole = YamlTree.Without(document, "include");
        foreach (YamlNode item in include is YamlSequence list ? list.Items
            : throw YamlText.Fault(include.Start, $"include is a list, and not {include.Kind}"))
        {
            string[] files = [.. Texts(item is YamlMapping m ? m["path"] : item, item).Select(p => VolumeText.PathIn(directory, p))];
            string? own = ((item as YamlMapping)?["project_directory"] as YamlScalar)?.Value;
            string inner = own is null ? ComposeReader.DirectoryOf(files[0]) : VolumeText.PathIn(directory, own);
            string[] environment = [.. ((item as YamlMapping)?["env_file"] is { } env ? Texts(env, env) : []).Select(p => VolumeText.PathIn(directory, p))];
            IReadOnlyList<string> chain = [.. around, file];
            if (chain.Contains(files[0]))
            {
                throw YamlText.Fault(item.Start, $"{files[0]} is included by itself");
            }

            YamlMapping taken = CanonicalTree.Anchored(Load(files, inner, variables.Inner(host, inner, environment), null, chain), inner);
            whole = s_included.Aggregate(whole, (w, section) => Import(w, taken, section, resets));
        }

        return whole;
    }

    private static YamlMapping Import(YamlMapping into, YamlMapping from, string section, ResetTags resets)
    {
        if (from[section] is not YamlMapping)
        {
            return into;
        }

        // What the including file says of the same service is laid over it.
        YamlMapping part = YamlTree.With(from, [.. from.Entries.Where(e => e.Name == section)]);
        YamlMapping over = YamlTree.With(into, [.. into.Entries.Where(e => e.Name == section)]);
        return YamlTree.Set(into, section, ComposeMerge.Files(resets.Apply(part), over)[section]!);
    }

    private static IEnumerable<string> Texts(YamlNode? node, YamlNode around) => node switch
    {
        YamlScalar { IsNull: false } text => [text.Value],
        YamlSequence list when list.Items.Count > 0 => list.Items.Select(i => (i as YamlScalar)?.Value
            ?? throw YamlText.Fault(i.Start, $"a path was expected here, and not {i.Kind}")),
        _ => throw YamlText.Fault(around.Start, "a path is missing here"),
    };
}
