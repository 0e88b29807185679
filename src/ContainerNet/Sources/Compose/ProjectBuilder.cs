using ContainerNet.Model.Compose;
using ContainerNet.Model.Yaml;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Sources.Compose;

/// <summary>Makes the project of a tree, and refuses what compose refuses of how its parts fit together.</summary>
internal sealed class ProjectBuilder(string directory, IReadOnlyList<string> profiles)
{
    private readonly List<YamlScalar> _unknown = [];

    /// <summary>The project.</summary>
    public ComposeProject Build(YamlMapping tree, string? name, IReadOnlyList<ComposeSource> sources)
    {
        Note(tree, ComposeKeys.Project);
        string own = name ?? (tree["name"] as YamlScalar)?.Value ?? "";
        string project = Normalized(own.Length > 0 ? own : directory[(directory.LastIndexOf('/') + 1)..]);
        YamlMapping configs = Section(tree, "configs");
        List<ComposeService> all = [.. Section(tree, "services").Entries.Select(e => Service(e, configs))];
        List<ComposeService> active = [.. all.Where(s => s.Profiles.Count == 0 || s.Profiles.Any(p => profiles.Contains(p) || profiles.Contains("*")))];
        YamlMapping networks = Section(tree, "networks");
        foreach (ComposeService service in active)
        {
            Hold(service, active, all, networks);
        }

        return new ComposeProject
        {
            Name = project,
            Directory = directory,
            Sources = sources,
            Services = active,
            DisabledServices = [.. all.Except(active).Select(s => s.Name)],
            Networks = [.. active.SelectMany(s => s.Networks).Select(n => n.Network).Distinct().Select(n => Network(n, networks[n] as YamlMapping, project))],
            UnknownKeys = _unknown,
        };
    }

    /// <summary>Letters, digits, - and _ in lower case, as compose makes a name of a folder.</summary>
    private static string Normalized(string name) =>
        string.Concat(name.ToLowerInvariant().Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')).TrimStart('-', '_');

    private static YamlMapping Section(YamlMapping tree, string name) => tree[name] switch
    {
        null or YamlScalar { IsNull: true } => YamlTree.Empty(tree.Start),
        YamlMapping mapping => mapping,
        YamlNode other => throw YamlText.Fault(other.Start, $"{name} is a mapping, and not {other.Kind}"),
    };

    private ComposeService Service(YamlEntry entry, YamlMapping configs)
    {
        YamlMapping service = entry.Value as YamlMapping ?? (entry.Value is YamlScalar { IsNull: true } ? YamlTree.Empty(entry.Key.Start)
            : throw YamlText.Fault(entry.Value.Start, $"the service {entry.Name} is a mapping, and not {entry.Value.Kind}"));
        Note(service, ComposeKeys.Service);
        string? mode = Text(service, "network_mode");
        return new ComposeService
        {
            Name = entry.Name,
            Source = entry.Key.Start,
            Image = Text(service, "image") ?? "",
            ContainerName = Text(service, "container_name"),
            NetworkMode = string.IsNullOrEmpty(mode) ? null : mode,
            Networks = Attachments(service, mode),
            Ports = [.. (service["ports"] as YamlSequence)?.Items.SelectMany(PortText.Parse) ?? []],
            Expose = [.. (service["expose"] as YamlSequence)?.Items.OfType<YamlScalar>() ?? []],
            DependsOn = [.. Names(service, "depends_on").Entries.Select(d => d.Name)],
            Mounts = [.. Mounts(service, configs)],
            Profiles = [.. (service["profiles"] as YamlSequence)?.Items.OfType<YamlScalar>().Select(p => p.Value) ?? []],
            Replicas = (int)Math.Clamp(
                (service["scale"] as YamlScalar)?.Integer
                ?? (((service["deploy"] as YamlMapping)?["replicas"]) as YamlScalar)?.Integer ?? 1, 0, int.MaxValue),
            Node = service,
        };
    }

    private static List<ComposeAttachment> Attachments(YamlMapping service, string? mode)
    {
        YamlMapping networks = Names(service, "networks");
        return networks.Entries.Count > 0
            ? [.. networks.Entries.Select(n => new ComposeAttachment(
                n.Name, [.. ((n.Value as YamlMapping)?["aliases"] as YamlSequence)?.Items.OfType<YamlScalar>().Select(a => a.Value) ?? []], n.Key.Start))]
            : string.IsNullOrEmpty(mode) ? [new ComposeAttachment("default", [], null)] : [];
    }

    private IEnumerable<ComposeMount> Mounts(YamlMapping service, YamlMapping configs)
    {
        foreach (YamlNode volume in (service["volumes"] as YamlSequence)?.Items ?? [])
        {
            if (VolumeText.Parse(volume, directory) is { } mount)
            {
                yield return mount;
            }
        }

        foreach (YamlNode config in (service["configs"] as YamlSequence)?.Items ?? [])
        {
            string source = (config as YamlScalar)?.Value ?? ((config as YamlMapping)?["source"] as YamlScalar)?.Value ?? "";
            string target = ((config as YamlMapping)?["target"] as YamlScalar)?.Value ?? $"/{source}";
            string? file = ((configs[source] as YamlMapping)?["file"] as YamlScalar)?.Value;
            yield return new ComposeMount(file is null ? null : VolumeText.PathIn(directory, file), target, config.Start);
        }
    }

    private static ComposeNetwork Network(string key, YamlMapping? network, string project)
    {
        YamlNode? external = network?["external"];
        bool isExternal = external is YamlMapping || (external as YamlScalar)?.Value.ToUpperInvariant() is "TRUE" or "YES" or "ON" or "Y";
        string? name = (network?["name"] as YamlScalar)?.Value ?? ((external as YamlMapping)?["name"] as YamlScalar)?.Value;
        return new ComposeNetwork(key, name ?? (isExternal ? key : $"{project}_{key}"), isExternal, (network?["driver"] as YamlScalar)?.Value ?? "");
    }

    private static void Hold(ComposeService service, IReadOnlyList<ComposeService> active, IReadOnlyList<ComposeService> all, YamlMapping networks)
    {
        if (service.NetworkMode is not null && Names(service.Node, "networks").Entries.Count > 0)
        {
            throw YamlText.Fault(service.Node["network_mode"]!.Start, $"the service {service.Name} has network_mode and networks, which exclude each other");
        }

        foreach (ComposeAttachment attachment in service.Networks.Where(n => n.Network != "default" && networks.Entry(n.Network) is null))
        {
            throw YamlText.Fault(attachment.Source ?? service.Source, $"the service {service.Name} names the network {attachment.Network}, which is not there");
        }

        foreach (YamlEntry other in Names(service.Node, "depends_on").Entries.Where(d => !active.Any(s => s.Name == d.Name)))
        {
            bool optional = ((other.Value as YamlMapping)?["required"] as YamlScalar)?.Value == "false";
            if (!optional || !all.Any(s => s.Name == other.Name))
            {
                throw YamlText.Fault(other.Key.Start, $"the service {service.Name} depends on {other.Name}, which is not there");
            }
        }

        if (service.NetworkMode?.StartsWith("service:", StringComparison.Ordinal) == true
            && service.NetworkMode["service:".Length..] is var shared && !active.Any(s => s.Name == shared))
        {
            throw YamlText.Fault(service.Node["network_mode"]!.Start, $"the service {service.Name} shares the network of {shared}, which is not there");
        }

        if (service.Image.Length == 0 && service.Node["build"] is null && service.Node["provider"] is null)
        {
            throw YamlText.Fault(service.Source, $"the service {service.Name} has neither an image nor a build");
        }
    }

    private static YamlMapping Names(YamlMapping service, string key) =>
        service[key] is { } node ? ComposeMerge.ToMapping(node) : YamlTree.Empty(service.Start);

    private static string? Text(YamlMapping service, string key) => service[key] switch
    {
        null or YamlScalar { IsNull: true } => null,
        YamlScalar scalar => scalar.Value,
        YamlNode other => throw YamlText.Fault(other.Start, $"{key} is a text, and not {other.Kind}"),
    };

    private void Note(YamlMapping mapping, HashSet<string> known) => _unknown.AddRange(mapping.Entries
        .Where(e => !known.Contains(e.Name) && !e.Name.StartsWith("x-", StringComparison.Ordinal)).Select(e => e.Key));
}
