using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Sources.Compose;

/// <summary>Takes in what services extend, from their own file or another.</summary>
internal sealed class ServiceExtends(ComposeFiles files, ComposeVariables variables, string file, string directory)
{
    /// <summary>The tree with every service whole.</summary>
    public YamlMapping Apply(YamlMapping tree, ResetTags resets)
    {
        if (tree["services"] is not { } node || node is YamlScalar { IsNull: true })
        {
            return tree;
        }

        YamlMapping services = node as YamlMapping ?? throw YamlText.Fault(node.Start, $"services is a mapping, and not {node.Kind}");
        return YamlTree.Set(tree, "services", YamlTree.With(services, [.. services.Entries
            .Select(e => YamlTree.With(e, Whole(e.Name, services, resets, [])))]));
    }

    private YamlNode Whole(string name, YamlMapping services, ResetTags resets, IReadOnlyList<string> chain)
    {
        YamlNode node = services[name]!;
        if (node is YamlScalar { IsNull: true })
        {
            return node;
        }

        YamlMapping service = node as YamlMapping ?? throw YamlText.Fault(node.Start, $"the service {name} is a mapping, and not {node.Kind}");
        if (service["extends"] is not { } extends)
        {
            return service;
        }

        string id = $"{file}\0{name}";
        if (chain.Contains(id))
        {
            throw YamlText.Fault(extends.Start, $"the service {name} extends itself");
        }

        string from = (extends as YamlScalar)?.Value ?? ((extends as YamlMapping)?["service"] as YamlScalar)?.Value
            ?? throw YamlText.Fault(extends.Start, $"extends of {name} must name a service");
        YamlNode under = ((extends as YamlMapping)?["file"] as YamlScalar)?.Value is string other
            ? OfFile(VolumeText.PathIn(directory, other), from, extends, [.. chain, id])
            : services[from] is null ? throw YamlText.Fault(extends.Start, $"there is no service {from} that {name} could extend")
            : Whole(from, services, resets, [.. chain, id]);
        YamlMapping own = YamlTree.Without(service, "extends");
        return under is YamlMapping whole ? ComposeMerge.Services(Reset(whole, name, resets), own) : own;
    }

    private YamlNode OfFile(string path, string from, YamlNode extends, IReadOnlyList<string> chain)
    {
        string folder = ComposeReader.DirectoryOf(path);
        YamlMapping tree = YamlTree.Empty(extends.Start);
        ResetTags resets = new();
        foreach (YamlNode document in files.Read(path).Documents)
        {
            resets = new ResetTags();
            YamlMapping filled = ComposeFiles.FilledIn(document, resets, variables);
            tree = ComposeMerge.Files(resets.Apply(tree), filled);
        }

        YamlMapping? services = CanonicalTree.Anchored(tree, folder)["services"] as YamlMapping;
        return services?[from] is null ? throw YamlText.Fault(extends.Start, $"there is no service {from} in {path}")
            : new ServiceExtends(files, variables, path, folder).Whole(from, services, resets, chain);
    }

    private static YamlMapping Reset(YamlMapping service, string name, ResetTags resets)
    {
        YamlEntry entry = new(YamlTree.Text(name, service), service, false, service.End);
        YamlMapping services = YamlTree.With(service, [entry]);
        YamlMapping tree = YamlTree.With(service, [new YamlEntry(YamlTree.Text("services", service), services, false, service.End)]);
        return resets.Apply(tree)["services"] is YamlMapping left && left[name] is YamlMapping whole ? whole : YamlTree.Empty(service.Start);
    }
}
