using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Model.Compose;
using ContainerNet.Model.Yaml;
using ContainerNet.Repairs;
using ContainerNet.Repairs.HostNetwork;
using ContainerNet.Sources.Compose;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Collection;

/// <summary>Reads a project, plans its move to the host's network, and reads the result again: a plan whose result compose would take for
/// something else is no plan.</summary>
public sealed class HostNetworkConverter(IHost host, IYamlReader yaml)
{
    private static readonly string[] s_moved = ["network_mode", "ports", "expose", "networks", "links", "command", "entrypoint", "environment"];

    /// <summary>Plans the move.</summary>
    /// <param name="files">The compose files.</param>
    /// <param name="environmentFiles">Files with variables.</param>
    /// <param name="profiles">The profiles that are meant.</param>
    /// <param name="look">Looks at the host, told which of its ports are wanted; null to hold the services against each other only.</param>
    /// <exception cref="ContainerNetException">What reading the files throws.</exception>
    public HostNetworkPlan Plan(
        IReadOnlyList<string> files, IReadOnlyList<string> environmentFiles, IReadOnlyList<string> profiles, Func<IReadOnlyList<int>, Snapshot>? look)
    {
        ComposeOptions options = new() { Files = files, EnvironmentFiles = environmentFiles, Profiles = profiles };
        ComposeProject project = ComposeReader.Read(host, yaml, options);
        IReadOnlyList<ServiceProxy> proxies = ServiceProxyReader.Read(host, project);
        HostNetworkPlan plan = HostNetworkPlanner.Plan(project, proxies, null);
        plan = look is null ? plan : HostNetworkPlanner.Plan(project, proxies, look(plan.Ports));
        plan = plan with
        {
            Notes = [.. project.Warnings.Select(w => new HostNetworkNote("", files[0], w)),
                .. project.UnknownKeys.Select(k => new HostNetworkNote("", $"{k.Start.File}:{k.Start.Line}", $"The key '{k.Value}' is not known here.")), .. plan.Notes],
        };
        return plan.Obstacles.Count > 0 ? plan : plan with { Obstacles = [.. Faults(project, plan, options)] };
    }

    /// <summary>The files as they were before they were converted in their places.</summary>
    /// <exception cref="ContainerNetException">TargetNotFound: nothing was kept. RepairConflict: a file was changed since.</exception>
    public IReadOnlyList<ConvertedFile> PlanBack(IReadOnlyList<string> files, IReadOnlyList<string> environmentFiles, IReadOnlyList<string> profiles)
    {
        HostView before = KeptOriginals.View(host, ConvertedFile.OriginalOf);
        IReadOnlyList<ConvertedFile> back = KeptOriginals.Back(
            host, new HostNetworkConverter(before, yaml).Plan(files, environmentFiles, profiles, null).Files, "converted");
        return back.Count > 0 ? back : throw new ContainerNetException(
            Problem.TargetNotFound, files[0], $"No original is kept beside {files[0]} ({ConvertedFile.OriginalOf(files[0])}): it was not converted in its place.");
    }

    private IEnumerable<HostNetworkNote> Faults(ComposeProject project, HostNetworkPlan plan, ComposeOptions options)
    {
        Dictionary<string, byte[]> after = plan.Files.ToDictionary(f => f.Path, f => System.Text.Encoding.UTF8.GetBytes(f.After), StringComparer.Ordinal);
        HostView edited = new(host, p => after.TryGetValue(p, out byte[]? content) ? new FileReading { Status = FileStatus.Read, Content = content } : null);
        ComposeProject result;
        try
        {
            result = ComposeReader.Read(edited, yaml, options);
            _ = ServiceProxyReader.Read(edited, result);
        }
        catch (ContainerNetException error)
        {
            return [new HostNetworkNote("", options.Files[0], $"The project cannot be converted, because the edited files would not be read: {error.Message}")];
        }

        return project.Services.SelectMany(s => Faults(s, result.Service(s.Name), plan.Services.Contains(s.Name)));
    }

    private static IEnumerable<HostNetworkNote> Faults(ComposeService before, ComposeService? after, bool moved)
    {
        string source = $"{before.Source.File}:{before.Source.Line}";
        if (after is null)
        {
            return [new HostNetworkNote(before.Name, source, $"{before.Name} cannot be converted, because the edits would lose it")];
        }

        if (moved && (!after.IsHostNetwork || after.Ports.Count > 0 || after.Expose.Count > 0 || after.Node["networks"] is not null))
        {
            string[] left = [.. ((string[])["ports", "expose", "networks", "network_mode"]).Where(k => after.Node[k] is not null
                && (k != "network_mode" || !after.IsHostNetwork)).Select(k => $"{k} ({Where(after.Node[k]!)})")];
            return [new HostNetworkNote(
                before.Name, source, $"{before.Name} cannot be converted, because settings come from elsewhere, where others may need them: {string.Join(", ", left)}")];
        }

        string[] changed = [.. before.Node.Entries.Select(e => e.Name).Union(after.Node.Entries.Select(e => e.Name))
            .Where(k => !(moved && s_moved.Contains(k)) && Text(before.Node[k]) != Text(after.Node[k]))];
        return changed.Length == 0 ? []
            : [new HostNetworkNote(before.Name, source, $"{before.Name} cannot be converted, because the edits would change more of it: {string.Join(", ", changed)}")];
    }

    private static string Where(YamlNode node) => $"{node.Start.File}:{node.Start.Line}";

    private static string Text(YamlNode? node) => node switch
    {
        null => "",
        YamlMapping mapping => $"{{{string.Join(',', mapping.Entries.Select(e => $"{e.Name}:{Text(e.Value)}").Order(StringComparer.Ordinal))}}}",
        YamlSequence list => $"[{string.Join(',', list.Items.Select(Text))}]",
        _ => $"'{node}'",
    };
}
