using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Sysctl;

/// <summary>
/// Reads sysctls with their provenance: the value now, every line in every file that names the setting, and what each of
/// the two tools that apply the files would make of them.
/// </summary>
public static class SettingReader
{
    private const string Root = "/proc/sys/";

    /// <summary>Reads the settings with those keys; the files are read once for all of them.</summary>
    public static Reading<IReadOnlyList<KernelSetting>> Read(IHost host, IReadOnlyCollection<string> keys)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(keys);
        SysctlFiles files = SysctlFiles.Read(host);
        List<Gap> gaps = [.. files.Gaps];
        List<SysctlLine> all = [.. files.Files.SelectMany(f => f.Lines)];
        List<KernelSetting> settings = [];
        foreach (string key in keys)
        {
            string path = SysctlKey.ToPath(key);
            if (!IsSafe(path))
            {
                continue;
            }

            string? value = ReadValue(host, path, gaps);
            int before = SysctlKey.SwitchOf(path) is string above
                ? SettingValue.ToNumber(string.Equals(above, path, StringComparison.Ordinal)
                    ? value
                    : ReadValue(host, above, gaps)) ?? 0
                : 0;
            gaps.AddRange(all.Where(l => l.IsExclusion && l.IsGlob && l.File.WithSysctl && l.Names(path)).Select(UnsureOf));
            settings.Add(Judge(SysctlKey.FromPath(path), value, before, all));
        }

        return new Reading<IReadOnlyList<KernelSetting>>(settings, [.. gaps.DistinctBy(g => (g.Source, g.Reason))]);
    }

    /// <summary>Decides what becomes of every line that reaches the setting.</summary>
    /// <param name="key">The key with dots.</param>
    /// <param name="value">Its value now.</param>
    /// <param name="before">For the forwarding of an interface: the value of the family's switch now.</param>
    /// <param name="all">Every line of every file, in order of reading.</param>
    internal static KernelSetting Judge(string key, string? value, int before, IReadOnlyList<SysctlLine> all)
    {
        string path = SysctlKey.ToPath(key);
        IReadOnlyList<string> reaching = SysctlKey.Reaching(path);
        List<SysctlLine> found = [.. all.Where(l => reaching.Any(l.Names))];
        if (found.Count == 0)
        {
            return new KernelSetting { Key = key, Value = value };
        }

        bool isNumber = ContainerSettings.IsNumber(path);

        List<SysctlWrite> atBoot = [.. SysctlWrite.AtBoot(found.Where(l => l.File.AtBoot), reaching)];
        List<SysctlWrite> withSysctl = [.. SysctlWrite.WithSysctl([.. found.Where(l => l.File.WithSysctl)], reaching)];

        // At boot the switches are off (kernel default); `sysctl --system` meets what is there now.
        SysctlLine? boot = SettingOutcome.WinnerOf(path, atBoot, 0, isNumber, skipsSame: true);
        SysctlLine? sysctl = SettingOutcome.WinnerOf(path, withSysctl, before, isNumber, skipsSame: false);
        List<SysctlWrite> applied = [.. atBoot, .. withSysctl];

        List<SettingAssignment> assignments = [];
        SettingAssignment? bootAssignment = null, sysctlAssignment = null;
        foreach (SysctlLine line in found)
        {
            SettingFate fate = FateOf(line, boot, sysctl, isNumber, applied);
            SettingAssignment assignment = new()
            {
                File = line.File.Path,
                Line = line.Number,
                Key = line.Key,
                Value = line.Value,
                Fate = fate,
            };
            assignments.Add(assignment);
            bootAssignment = ReferenceEquals(line, boot) ? assignment : bootAssignment;
            sysctlAssignment = ReferenceEquals(line, sysctl) ? assignment : sysctlAssignment;
        }

        return new KernelSetting
        {
            Key = key,
            Value = value,
            Boot = bootAssignment,
            SysctlSystem = sysctlAssignment,
            Assignments = assignments,
        };
    }

    private static SettingFate FateOf(
        SysctlLine line, SysctlLine? boot, SysctlLine? sysctl, bool isNumber, List<SysctlWrite> applied) => line switch
    {
        { File.Masked: true } => SettingFate.Masked,
        _ when ReferenceEquals(line, boot) && ReferenceEquals(line, sysctl) => SettingFate.Wins,
        _ when ReferenceEquals(line, boot) => SettingFate.WinsAtBoot,
        _ when ReferenceEquals(line, sysctl) => SettingFate.WinsWithSysctl,
        { IsExclusion: true } => SettingFate.Excluded,
        { IsGlob: true } when !applied.Any(w => ReferenceEquals(w.Line, line)) => SettingFate.Excluded,
        _ when isNumber && SettingValue.ToNumber(line.Value) is null => SettingFate.Refused,
        _ => SettingFate.Overruled,
    };

    private static string? ReadValue(IHost host, string path, List<Gap> gaps)
    {
        FileReading reading = host.ReadFile(Root + path);
        if (reading.IsRead)
        {
            return reading.Text.TrimEnd('\n');
        }

        // A key that is not there is an answer: the feature, module or interface is absent.
        if (reading.Status != FileStatus.Absent)
        {
            gaps.Add(new Gap
            {
                Facts = FactKinds.Settings,
                Source = Root + path,
                Reason = reading.Error.Length > 0 ? reading.Error : reading.Status.ToString(),
                Remedy = "run as root",
                Partial = true,
            });
        }

        return null;
    }

    private static Gap UnsureOf(SysctlLine line) => new()
    {
        Facts = FactKinds.Settings,
        Source = $"{line.File.Path}:{line.Number}",
        Reason = $"'-{line.Key}' excludes by a pattern, which systemd-sysctl and procps up to 4.0.4 pass over "
            + "and later ones heed; taken as passed over",
        Remedy = "name the keys to exclude one by one",
        Partial = true,
    };

    /// <summary>A key is a path for us, and must not lead out of /proc/sys.</summary>
    private static bool IsSafe(string path) => path.Length is > 0 and < 4096 && !SysctlKey.IsGlob(path)
        && !path.Contains('\0', StringComparison.Ordinal) && !path.Split('/').Any(p => p is "" or "." or "..");
}
