using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Host;

/// <summary>
/// What the sysctl files say of a family's main switch. IPv4 has two names for the one variable, net.ipv4.ip_forward and
/// net.ipv4.conf.all.forwarding (net/ipv4/devinet.c), so the last file that names either wins.
/// </summary>
internal sealed class ForwardingFiles
{
    private const string ReadLastBySysctl = "/etc/sysctl.conf";

    private readonly List<KernelSetting> _settings;

    private ForwardingFiles(Snapshot facts, params string[] keys)
    {
        _settings = [.. keys.Select(facts.Setting).OfType<KernelSetting>()];
        Key = keys[0];
        Value = _settings.Select(s => s.Value).FirstOrDefault(v => v is not null);
        Boot = _settings.Select(s => s.Boot).OfType<SettingAssignment>().MaxBy(a => (Name(a), a.Line));
        SysctlSystem = _settings.Select(s => s.SysctlSystem).OfType<SettingAssignment>()
            .MaxBy(a => (Questions.Is(a.File, ReadLastBySysctl), Name(a), a.Line));
    }

    /// <summary>The key that people know.</summary>
    public string Key { get; }

    /// <summary>The value in the kernel, or null when it was not read.</summary>
    public string? Value { get; }

    /// <summary>The line that wins at boot, or null.</summary>
    public SettingAssignment? Boot { get; }

    /// <summary>The line that wins with `sysctl --system`, or null.</summary>
    public SettingAssignment? SysctlSystem { get; }

    /// <summary>Is the switch known to be off?</summary>
    public bool IsOff => Questions.Is(Value, "0");

    /// <summary>Is the switch known to be on?</summary>
    public bool IsOn => Value is not null && !IsOff;

    public static ForwardingFiles IPv4(Snapshot facts) => new(facts, "net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding");

    public static ForwardingFiles IPv6(Snapshot facts) => new(facts, "net.ipv6.conf.all.forwarding");

    /// <summary>The run-time value, the winners, and every other line that names the key.</summary>
    public IEnumerable<Evidence> Evidence()
    {
        yield return Questions.Read(KernelSetting.PathOf(Key), Value ?? "not read");
        if (Boot is not null)
        {
            yield return Questions.Read($"{Boot.File}:{Boot.Line}", $"{Boot.Key} = {Boot.Value} (wins at boot)");
        }

        if (SysctlSystem is not null)
        {
            yield return Questions.Read(
                $"{SysctlSystem.File}:{SysctlSystem.Line}",
                $"{SysctlSystem.Key} = {SysctlSystem.Value} (wins with sysctl --system)");
        }

        if (Boot is null && SysctlSystem is null)
        {
            yield return Questions.Read("sysctl.d", $"no file sets {Key}");
        }

        foreach (SettingAssignment other in _settings.SelectMany(s => s.Assignments)
            .Where(a => a.Fate is SettingFate.Overruled or SettingFate.Masked or SettingFate.Excluded).Take(8))
        {
            yield return Questions.Read(
                $"{other.File}:{other.Line}", $"{other.Key} = {other.Value} ({other.Fate.ToString().ToLowerInvariant()})");
        }
    }

    private static string Name(SettingAssignment assignment) =>
        assignment.File[(assignment.File.LastIndexOf('/') + 1)..];
}
