using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Sources.Compose;

/// <summary>Lays one tree over another by the rules of compose: mappings are joined, lists are appended, everything else is replaced; some keys
/// have rules of their own.</summary>
internal static class ComposeMerge
{
    private static readonly string[] s_replaced = ["command", "entrypoint", "healthcheck/test"];

    private static readonly string[] s_lists =
    [
        "annotations", "build/args", "build/additional_contexts", "build/extra_hosts", "build/labels", "deploy/labels", "dns", "dns_opt",
        "dns_search", "env_file", "environment", "extra_hosts", "label_file", "labels", "sysctls", "tmpfs",
    ];

    private static readonly string[] s_mappings = ["depends_on", "networks", "models"];

    /// <summary>A whole file over those before it.</summary>
    public static YamlMapping Files(YamlMapping under, YamlMapping over) => Mappings(under, over, "");

    /// <summary>A service over the one that it extends.</summary>
    public static YamlMapping Services(YamlMapping under, YamlMapping over) => Mappings(under, over, "services/x");

    private static YamlMapping Mappings(YamlMapping under, YamlMapping over, string path)
    {
        List<YamlEntry> entries = [];
        foreach (YamlEntry entry in under.Entries)
        {
            entries.Add(over.Entry(entry.Name) is not { } other ? entry
                : other with { Value = Nodes(entry.Value, other.Value, path.Length == 0 ? entry.Name : $"{path}/{entry.Name}") });
        }

        entries.AddRange(over.Entries.Where(e => under.Entry(e.Name) is null));
        return YamlTree.With(under, entries);
    }

    private static YamlNode Nodes(YamlNode under, YamlNode over, string path)
    {
        string key = InService(path);
        if (s_replaced.Contains(key))
        {
            return over;
        }

        if (s_lists.Contains(key))
        {
            YamlSequence first = ToList(under);
            return YamlTree.With(first, [.. first.Items, .. ToList(over).Items]);
        }

        if (s_mappings.Contains(key))
        {
            return Mappings(ToMapping(under), ToMapping(over), path);
        }

        return (under, over) switch
        {
            (_, YamlScalar { IsNull: true }) => under,
            (YamlMapping one, YamlMapping other) => Mappings(one, other, path),
            (YamlSequence one, YamlSequence other) => YamlTree.With(one, [.. one.Items, .. other.Items]),
            (YamlScalar, YamlMapping build) when key == "build" => Mappings(ToBuild(under), build, path),
            (YamlMapping build, YamlScalar) when key == "build" => Mappings(build, ToBuild(over), path),
            (YamlMapping or YamlSequence, _) => throw YamlText.Fault(
                over.Start, $"{path.Replace('/', '.')} is {over.Kind} here, and {under.Kind} in {under.Start}; they cannot be joined"),
            _ => over,
        };
    }

    /// <summary>The part of a path behind services/NAME.</summary>
    private static string InService(string path)
    {
        string[] parts = path.Split('/', 3);
        return parts is ["services", _, string rest] ? rest : "";
    }

    /// <summary>A mapping of settings as a list, NAME=value.</summary>
    private static YamlSequence ToList(YamlNode node) => node switch
    {
        YamlSequence list => list,
        YamlMapping mapping => new YamlSequence([.. mapping.Entries.Select(e => YamlTree.Text(
            e.Value is YamlScalar { IsNull: false } value ? $"{e.Name}={value.Value}" : e.Name, e.Value))]) { Start = node.Start, End = node.End },
        YamlScalar { IsNull: true } => new YamlSequence([]) { Start = node.Start, End = node.End },
        _ => new YamlSequence([node]) { Start = node.Start, End = node.End },
    };

    /// <summary>A list of names as a mapping without values.</summary>
    public static YamlMapping ToMapping(YamlNode node) => node switch
    {
        YamlMapping mapping => mapping,
        YamlSequence list => new YamlMapping([.. list.Items.Select(i => i is YamlScalar name
            ? new YamlEntry(name, YamlTree.Null(name), false, name.End)
            : throw YamlText.Fault(i.Start, $"a name was expected here, and not {i.Kind}"))]) { Start = node.Start, End = node.End },
        YamlScalar { IsNull: true } => YamlTree.Empty(node.Start),
        _ => throw YamlText.Fault(node.Start, $"a list or a mapping was expected here, and not {node.Kind}"),
    };

    private static YamlMapping ToBuild(YamlNode node) => node is YamlScalar { IsNull: false }
        ? new YamlMapping([new YamlEntry(YamlTree.Text("context", node), node, false, node.End)]) { Start = node.Start, End = node.End }
        : YamlTree.Empty(node.Start);
}
