using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Host;

/// <summary>Forwarding is on now, and no file keeps it on, or one will switch it off.</summary>
internal sealed class ForwardingNotPersistentCheck : ICheck
{
    internal static readonly FindingDescriptor NotPersistent = new(
        "CN1002", "IPv4 forwarding is on at run time only", Severity.Warning, "Forwarding works now, but {0}")
    {
        Latent = true,
        ExplainedBy = ["CN1011"],
    };

    public IReadOnlyList<FindingDescriptor> Reports => [NotPersistent];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Settings;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        ForwardingFiles files = ForwardingFiles.IPv4(facts);
        if (!files.IsOn || !facts.ForwardedNetworks().Any() || Problem(facts, files) is not { } problem)
        {
            yield break;
        }

        yield return NotPersistent.About("host", problem.Text) with
        {
            Severity = problem.Severity,
            Evidence = [.. files.Evidence()],
            Remedy = ForwardingOffCheck.Remedy(files.Boot ?? files.SysctlSystem),
            Repairable = true,
        };
    }

    private static (string Text, Severity Severity)? Problem(Snapshot facts, ForwardingFiles files)
    {
        if (files.Boot is null && files.SysctlSystem is null)
        {
            ContainerEngine? idle = facts.HostEngines().FirstOrDefault(e => e.Options is { Known: true, IpForward: false });
            return idle is null
                ? ("no file says so: the engine turns it on each time it starts.", Severity.Info)
                : ($"no file says so, and {idle.Name} was told not to turn it on (ip-forward): it is off after the next boot.",
                    Severity.Warning);
        }

        // A line on one side only, or a different one on each, is what CN1010 tells.
        return Questions.Is(files.Boot?.Value, "0") && Questions.Is(files.SysctlSystem?.Value, "0")
            ? ($"{files.Boot!.File}:{files.Boot.Line} sets it to 0: the next `sysctl --system` or restart of systemd-sysctl "
                + "(package updates do it) stops it, and so does a boot until the engine has started.", Severity.Warning)
            : null;
    }
}
