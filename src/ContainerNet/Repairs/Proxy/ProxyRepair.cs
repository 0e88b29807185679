using ContainerNet.Checks.Proxy;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Repairs.Proxy;

/// <summary>
/// Mends an nginx's configuration: the smallest edit of one file, tested with `nginx -t` before nginx takes it. Of an nginx in a container
/// only a file in a folder of the host is edited; what is its image's would be gone with the container.
/// </summary>
public sealed class ProxyRepair : IRepair
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Codes => ["CN6001", "CN6002", "CN6003", "CN6004", "CN6005", "CN6006", "CN6007", "CN6008", "CN6009"];

    /// <inheritdoc/>
    public bool TakesAMoment => true;

    /// <inheritdoc/>
    public RepairPlan? Plan(Finding finding, Snapshot facts)
    {
        ArgumentNullException.ThrowIfNull(finding);
        ArgumentNullException.ThrowIfNull(facts);
        if (finding.Code is "CN6005" or "CN6009")
        {
            return (facts.Proxies ?? []).FirstOrDefault(p => p.ToString() == finding.Subject
                || (finding.Code == "CN6005" && ProxyRoutes.Of(p).Any(r => r.Text() == finding.Subject)))
                is { } stale && !stale.Configuration.Problems.Any(p => p.Kind == ProxyProblemKind.Refused) && NginxProgram.Of(facts, stale) is { } nginx
                ? Reload(finding, nginx) : null;
        }

        foreach ((RunningProxy proxy, ProxyRoute route) in facts.ProxyRoutes().Where(r => r.Route.Text() == finding.Subject && r.Proxy.Texts.Count > 0))
        {
            if (ProxyEdits.Of(finding, facts, proxy, route) is { } edit && proxy.Texts.GetValueOrDefault(edit.File) is { } text
                && edit.Apply(text.Text) is { } content && content != text.Text && NginxProgram.Of(facts, proxy) is { } nginx)
            {
                return Edit(finding, proxy, nginx, text, content, edit.What);
            }
        }

        return null;
    }

    private static RepairPlan Edit(
        Finding finding, RunningProxy proxy, NginxProgram nginx, ConfigurationText text, string content, string what) => new()
    {
        Code = finding.Code,
        Subject = finding.Subject,
        Title = $"{what} in {text.Path}, and let nginx take it",
        Steps =
        [
            // Its inverse runs last, when the file is as it was.
            nginx.Step("Test the configuration as it is", ["-t", "-q"], ["-s", "reload"]),
            new FileStep { Description = what, Path = text.Path, Content = content, Before = text.Text, Mode = FileStep.AsItIs },
            nginx.Step("Test the configuration with the edit", ["-t", "-q"], ["-t", "-q"]),
            nginx.Step("Let nginx take it", ["-s", "reload"], ["-t", "-q"]) with
            {
                Risk = "WebSockets of old workers go on until they end; whatever else was changed in its files is taken as well.",
            },
        ],
        Notes = proxy.ChangedFiles.Count > 0
            ? [$"Not taken yet, and taken with it: {string.Join(", ", proxy.ChangedFiles.Take(6).Select(f => f.File))}."] : [],
    };

    private static RepairPlan Reload(Finding finding, NginxProgram nginx) => new()
    {
        Code = finding.Code,
        Subject = finding.Subject,
        Title = "Let nginx take its configuration anew",
        Steps =
        [
            nginx.Step("Test the configuration", ["-t", "-q"], ["-t", "-q"]),
            nginx.Step("Let nginx take it", ["-s", "reload"], ["-t", "-q"]) with
            {
                Risk = "What was changed in its files takes effect, and cannot be taken back by this repair, which changed no file.",
            },
        ],
    };
}
