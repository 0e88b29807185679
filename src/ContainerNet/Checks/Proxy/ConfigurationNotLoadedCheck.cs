using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks.Proxy;

/// <summary>Files of a proxy's configuration were changed after it took them, or it would refuse them now.</summary>
internal sealed class ConfigurationNotLoadedCheck : ICheck
{
    internal static readonly FindingDescriptor NotLoaded = new(
        "CN6009", "The proxy runs with another configuration than its files", Severity.Warning, "{0} took its configuration at {1}; {2}.");

    public IReadOnlyList<FindingDescriptor> Reports => [NotLoaded];

    public FactKinds Needs => FactKinds.Proxies;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        foreach (RunningProxy proxy in facts.Proxies ?? [])
        {
            List<ProxyProblem> refused = [.. proxy.Configuration.Problems.Where(p => p.Kind == ProxyProblemKind.Refused)];
            if (proxy.ChangedFiles.Count == 0 && refused.Count == 0)
            {
                continue;
            }

            string changed = Questions.Names(proxy.ChangedFiles.Select(f => f.File));
            yield return NotLoaded.About(
                proxy.ToString(), proxy, proxy.LoadedAt?.Text() ?? "an unknown time",
                refused.Count > 0 ? $"it would refuse the files as they are now ({refused[0]}), at its next reload or start"
                    : $"{changed} changed since") with
            {
                Engine = proxy.Engine,
                Container = proxy.Container,
                Role = refused.Count > 0 ? FindingRole.Latent : FindingRole.RootCause,
                Evidence =
                [
                    .. proxy.ChangedFiles.Take(6).Select(f => Questions.Read(f.File, $"changed {f.ChangedAt.Text()}")),
                    .. refused.Take(3).Select(p => Questions.Read(p.Source.ToString(), p.Reason)),
                    Questions.Read($"/proc/{proxy.ProcessId}", $"oldest worker started {proxy.LoadedAt?.Text() ?? "at an unknown time"}"),
                ],
                Remedy = (refused.Count > 0 ? "Mend the line, then " : "If the change is meant: ") + facts.Reload(proxy),
                Repairable = refused.Count == 0 && (proxy.Container is not null || proxy.InHostNetwork),
            };
        }
    }
}
