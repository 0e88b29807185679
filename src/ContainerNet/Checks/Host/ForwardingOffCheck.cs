using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Host;

/// <summary>IPv4 forwarding is off while bridge networks need it: the host drops silently what it should pass on.</summary>
internal sealed class ForwardingOffCheck : ICheck
{
    internal static readonly FindingDescriptor Off = new(
        "CN1001",
        "IPv4 forwarding is off",
        Severity.Error,
        "The host forwards no IPv4 packets, and {0} need it: other machines get no answer from published ports, containers reach nothing outside.{1}");

    public IReadOnlyList<FindingDescriptor> Reports => [Off];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Settings;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        ForwardingFiles files = ForwardingFiles.IPv4(facts);
        List<ContainerNetwork> used = [.. facts.NetworksInUse()];
        List<ContainerNetwork> networks = used.Count > 0 ? used : [.. facts.ForwardedNetworks()];
        if (!files.IsOff || networks.Count == 0)
        {
            yield break;
        }

        SettingAssignment? culprit = new[] { files.Boot, files.SysctlSystem }
            .FirstOrDefault(a => Questions.Is(a?.Value, "0"));
        yield return Off.About(
            "host",
            $"{(networks.Count == 1 ? "network" : "networks")} {Questions.Names(networks.Select(n => n.Name))}",
            culprit is null ? "" : $" {culprit.File}:{culprit.Line} sets it to 0.") with
        {
            Severity = used.Count > 0 ? Severity.Error : Severity.Warning,
            Evidence = [.. files.Evidence(), .. JournalOf(facts)],
            Remedy = Remedy(culprit),
            Repairable = true,
        };
    }

    internal static string Remedy(SettingAssignment? culprit) =>
        "sysctl -w net.ipv4.ip_forward=1\n"
        + "echo 'net.ipv4.ip_forward = 1' > /etc/sysctl.d/zz-containernet.conf"
        + (culprit is null ? "" : $"\nRemove line {culprit.Line} of {culprit.File}, or whatever writes that file will set it to 0 again.");

    internal static IEnumerable<Evidence> JournalOf(Snapshot facts) => facts.Journal
        .Where(j => j.Message.Contains("ip_forward", StringComparison.OrdinalIgnoreCase)
            || j.Message.Contains("sysctl", StringComparison.OrdinalIgnoreCase)
            || j.Unit?.Contains("sysctl", StringComparison.OrdinalIgnoreCase) == true)
        .OrderByDescending(j => j.At)
        .Take(3)
        .Select(j => Questions.Read($"journal {j.At.Text()} {j.Unit ?? j.Source}", j.Message));
}
