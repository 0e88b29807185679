using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Host;

/// <summary>
/// The same files give different values at boot (systemd-sysctl) and with `sysctl --system` (procps, which reads
/// /etc/sysctl.conf last): works until somebody runs the other one.
/// </summary>
internal sealed class SysctlRulesDisagreeCheck : ICheck
{
    internal static readonly FindingDescriptor Disagree = new(
        "CN1010",
        "Boot and `sysctl --system` end with different values",
        Severity.Warning,
        "{0} ends as {1} at boot and as {2} with `sysctl --system`; it is {3} now.")
    {
        Latent = true,
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Disagree];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Settings;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        ForwardingFiles files = ForwardingFiles.IPv4(facts);
        if (facts.ForwardedNetworks().Any())
        {
            // With no line in the files the engine turns it on, so a lone 1 on the other side takes nothing away.
            foreach (Finding finding in About(files.Key, files.Value, files.Boot, files.SysctlSystem, "1"))
            {
                yield return finding with { Evidence = [.. files.Evidence()] };
            }
        }

        // The main switch writes every interface's flag: its two lines are told once, not for each interface.
        foreach (KernelSetting setting in facts.Settings.Where(s => IsUsed(s, facts)
            && !(SameLine(s.Boot, files.Boot) && SameLine(s.SysctlSystem, files.SysctlSystem))))
        {
            foreach (Finding finding in About(setting.Key, setting.Value, setting.Boot, setting.SysctlSystem, setting.Value))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<Finding> About(
        string key, string? value, SettingAssignment? boot, SettingAssignment? system, string? otherwise)
    {
        string? atBoot = boot?.Value ?? otherwise;
        string? withSysctl = system?.Value ?? otherwise;
        if ((boot is null && system is null) || atBoot is null || withSysctl is null || Questions.Is(atBoot, withSysctl))
        {
            yield break;
        }

        yield return Disagree.About(key, key, atBoot, withSysctl, value ?? "unknown") with
        {
            Evidence = [.. new[] { boot, system }.OfType<SettingAssignment>()
                .Select(a => Questions.Read($"{a.File}:{a.Line}", $"{a.Key} = {a.Value}"))],
            Remedy = $"Keep one line for {key}: grep -rn '{key}' /etc/sysctl.conf /etc/sysctl.d /run/sysctl.d /usr/local/lib/sysctl.d /usr/lib/sysctl.d",
            Repairable = key is "net.ipv4.ip_forward" or "net.ipv6.conf.all.forwarding",
        };
    }

    private static bool SameLine(SettingAssignment? left, SettingAssignment? right) =>
        left is null || (Questions.Is(left.File, right?.File) && left.Line == right?.Line);

    private static bool IsUsed(KernelSetting setting, Snapshot facts) => setting.Key switch
    {
        "net.ipv4.ip_forward" or "net.ipv4.conf.all.forwarding" => false,
        "net.ipv6.conf.all.forwarding" => facts.NetworksInUse().Any(n => n.Subnets.Any(s => s.Family == AddressFamily.IPv6)),
        _ => (setting.Key.StartsWith("net.ipv4.conf.", StringComparison.Ordinal)
            || setting.Key.StartsWith("net.bridge.", StringComparison.Ordinal)) && facts.NetworksInUse().Any(),
    };
}
