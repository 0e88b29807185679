using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model.Ingresses;
using ContainerNet.Model.Visits;
using ContainerNet.Model.Yaml;
using ContainerNet.Paths.Ingresses;
using ContainerNet.Repairs;
using ContainerNet.Repairs.Ingresses;
using ContainerNet.Sources.Ingresses;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Collection;

/// <summary>Reads manifests, plans the repair of an Ingress, and reads the result again for the planner to judge.</summary>
public sealed class IngressRepairer(IHost host, IYamlReader yaml)
{
    /// <summary>Plans the repair of what a visit needs.</summary>
    /// <param name="options">The manifests.</param>
    /// <param name="needs">What the application wants.</param>
    /// <param name="ownHost">The host that it may move to; null for one below its own.</param>
    /// <param name="space">The namespace that is written into resources for a cluster that name none; null to leave that to kubectl.</param>
    /// <exception cref="ContainerNetException">What reading the manifests throws.</exception>
    public IngressRepairPlan Plan(ManifestOptions options, VisitNeeds needs, string? ownHost = null, string? space = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(needs);
        IngressSet set = ManifestReader.Read(host, yaml, options);
        IngressConfiguration before = IngressConfiguration.Of(set);
        if (IngressTarget.Find(set, before, needs) is not { } target)
        {
            return new IngressRepairPlan
            {
                Obstacles = [new IngressNote("", "", $"No Ingress of {needs.Page.IdnHost} has the path {needs.Prefix}: there is nothing to repair, and one has to be made.")],
            };
        }

        string file = target.Ingress.Place.File;
        string text = options.Texts.FirstOrDefault(t => t.Key == file).Value ?? YamlText.Read(host, file);
        ManifestSource source = new(file, text, yaml.Read(file, text));
        IngressRepairPlan plan = IngressRepairPlanner.Plan(set, before, needs, target, source, t => Read(options, file, t), ownHost);
        return plan.Files.Count == 0 ? plan : plan with { Resources = Resources(set, target.Ingress.Key, source with { Text = plan.Files[0].After }, options, space) };
    }

    /// <summary>Only what the plan changes goes to a cluster, and nothing else of the file.</summary>
    private string Resources(IngressSet before, string repaired, ManifestSource source, ManifestOptions options, string? space)
    {
        ManifestSource edited = source with { Documents = yaml.Read(source.File, source.Text) };
        HashSet<string> known = new(before.Ingresses.Select(i => i.Key), StringComparer.Ordinal);
        return ResourceJson.Documents(
            Read(options, source.File, source.Text).Ingresses.Where(i => i.Place.File == source.File && (i.Key == repaired || !known.Contains(i.Key)))
                .Select(i => edited.Resource(i.Place)).OfType<YamlMapping>(), space);
    }

    /// <summary>The files as they were before they were repaired in their places.</summary>
    /// <exception cref="ContainerNetException">TargetNotFound: nothing was kept. RepairConflict: a file was changed since.</exception>
    public IReadOnlyList<ConvertedFile> PlanBack(ManifestOptions options, VisitNeeds needs, string? ownHost = null)
    {
        HostView before = KeptOriginals.View(host, IngressRepairPlan.OriginalOf);
        IReadOnlyList<ConvertedFile> back = KeptOriginals.Back(host, new IngressRepairer(before, yaml).Plan(options, needs, ownHost).Files, "repaired, or for another visit");
        return back.Count > 0 ? back : throw new ContainerNetException(
            Problem.TargetNotFound, needs.Page.ToString(), $"No original is kept beside the manifests (NAME{IngressRepairPlan.OriginalOf("")}): none was repaired in its place for this visit.");
    }

    private IngressSet Read(ManifestOptions options, string file, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        HostView edited = new(host, p => p == file ? new FileReading { Status = FileStatus.Read, Content = bytes } : null);
        return ManifestReader.Read(edited, yaml, options with { Texts = [.. options.Texts.Select(t => t.Key == file ? new(t.Key, text) : t)] });
    }
}
