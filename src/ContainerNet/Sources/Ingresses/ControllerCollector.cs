using System.Text.RegularExpressions;
using ContainerNet.Model.Ingresses;
using ContainerNet.Model.Yaml;

namespace ContainerNet.Sources.Ingresses;

/// <summary>
/// Finds an ingress-nginx among workloads, by its image, and the ConfigMap that its arguments name. Where there is no workload, a ConfigMap is
/// taken for the controller's by the labels or the names that its charts give it.
/// </summary>
internal sealed partial class ControllerCollector
{
    private readonly List<ConfigMap> _maps = [];
    private Workload? _workload;

    /// <summary>Takes a ConfigMap or a workload; false when it has nothing to do with a controller.</summary>
    public bool Take(string kind, YamlMapping resource, string space, string name)
    {
        if (kind != "ConfigMap")
        {
            return TakeWorkload(resource, space);
        }

        YamlMapping? labels = resource.Map("metadata")?.Map("labels");
        bool isLikely = name is "ingress-nginx-controller" or "nginx-configuration"
            || (labels?.Text("app.kubernetes.io/name") == "ingress-nginx" && labels.Text("app.kubernetes.io/component") is null or "controller"
                && resource.Map("data")?.Entries.All(e => e.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')) is true);
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach ((string key, string value) in resource.Map("data").Pairs())
        {
            values[key] = value;
        }

        _maps.Add(new ConfigMap($"{space}/{name}", resource.Start, values, isLikely));
        return isLikely;
    }

    /// <summary>The settings, as far as they were read.</summary>
    public ControllerSettings Finish()
    {
        string? named = _workload?.Options.GetValueOrDefault("configmap")?.Replace("$(POD_NAMESPACE)", _workload!.Namespace, StringComparison.Ordinal);
        ConfigMap? map = named is null ? _maps.Find(m => m.IsLikely) : _maps.Find(m => m.Key == named);
        string[] sources = [.. ((YamlPlace?[])[_workload?.Place, map?.Place]).Where(p => p is not null).Select(p => p.ToString()!)];
        return new ControllerSettings
        {
            Source = string.Join(", ", sources),
            Version = _workload?.Version,
            Options = _workload?.Options ?? [],
            Values = map?.Values ?? [],
        };
    }

    private bool TakeWorkload(YamlMapping resource, string space)
    {
        foreach (YamlMapping container in resource.Map("spec")?.Map("template")?.Map("spec")?.Maps("containers") ?? [])
        {
            if (ImageOfController().Match(container.Text("image") ?? "") is { Success: true } match)
            {
                Dictionary<string, string> options = new(StringComparer.Ordinal);
                foreach (string word in container.Texts("command").Concat(container.Texts("args")).Where(w => w.StartsWith('-')))
                {
                    string[] parts = word.TrimStart('-').Split('=', 2);
                    options[parts[0]] = parts.Length > 1 ? parts[1] : "true";
                }

                _workload ??= new Workload(resource.Start, space, Version.TryParse(match.Groups["version"].Value, out Version? version) ? version : null, options);
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(
        @"(?:ingress-nginx/controller(?:-chroot)?|nginx-ingress-controller)(?::v?(?<version>\d+\.\d+\.\d+))?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ImageOfController();

    private sealed record ConfigMap(string Key, YamlPlace Place, Dictionary<string, string> Values, bool IsLikely);

    private sealed record Workload(YamlPlace Place, string Namespace, Version? Version, Dictionary<string, string> Options);
}
