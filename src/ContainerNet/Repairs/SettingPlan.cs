using ContainerNet.Model;
using ContainerNet.Repairs.Forwarding;

namespace ContainerNet.Repairs;

/// <summary>The steps that set a sysctl, now and after a boot.</summary>
internal static class SettingPlan
{
    private const string SysctlConf = "/etc/sysctl.conf";

    /// <summary>Adds the step that sets it now; none when it has the value.</summary>
    /// <param name="key">The sysctl.</param>
    /// <param name="now">Its value now; null when it was not read.</param>
    /// <param name="value">The value to set.</param>
    /// <param name="risk">What may go wrong or who may notice.</param>
    /// <param name="steps">The steps so far.</param>
    public static void SetNow(string key, string? now, string value, string risk, List<RepairStep> steps)
    {
        if (!string.Equals(now, value, StringComparison.Ordinal))
        {
            steps.Add(new SysctlStep
            {
                Description = $"Set {key} from {now ?? "unknown"} to {value}",
                Risk = risk,
                Key = key,
                Value = value,
                Before = now,
            });
        }
    }

    /// <summary>Adds the file that keeps a setting over a boot and `sysctl --system`, and notes what overrules it.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="key">The sysctl.</param>
    /// <param name="alias">Another name of the same variable, or null.</param>
    /// <param name="value">The value to keep.</param>
    /// <param name="steps">The steps so far.</param>
    /// <param name="notes">The notes so far.</param>
    public static void Persist(
        Snapshot facts, string key, string? alias, string value, List<RepairStep> steps, List<string> notes)
    {
        if (!SysctlDropIn.IsPlain(key))
        {
            notes.Add($"{key} holds characters that a sysctl file would read otherwise; it is set at run time only.");
            return;
        }

        List<SettingAssignment> assignments = [.. AssignmentsOf(facts, key)];
        if (alias is not null)
        {
            assignments.AddRange(AssignmentsOf(facts, alias));
        }

        string path = SysctlDropIn.PathFor(key, assignments);
        SettingAssignment? own = assignments.Find(a => string.Equals(a.File, path, StringComparison.Ordinal));
        if (!HoldsAfterBoot(facts, key, alias, value) && !string.Equals(own?.Value, value, StringComparison.Ordinal))
        {
            string content = SysctlDropIn.Render(key, value);
            steps.Add(new FileStep
            {
                Description = $"Write {path}: {key} = {value}",
                Risk = "None: a file of our own, read at the next boot.",
                Path = path,
                Content = content,
                Before = own?.Value is null ? null : SysctlDropIn.Render(key, own.Value),
            });
        }

        // What still overrules the file: the kernel's settings files that sort later, and /etc/sysctl.conf, which
        // `sysctl --system` reads after all the others.
        foreach (SettingAssignment other in assignments.Where(a => a.Fate != SettingFate.Masked
            && a.Value is not null && !string.Equals(a.Value, value, StringComparison.Ordinal)))
        {
            bool last = string.Equals(other.File, SysctlConf, StringComparison.Ordinal);
            if (last || SysctlDropIn.SortsAfter(other.File, path))
            {
                notes.Add($"{other.File}:{other.Line} sets {other.Key} = {other.Value} and is read later"
                    + (last ? " by `sysctl --system` (not at boot)" : "") + ": change that line, or it undoes this.");
            }
        }
    }

    private static IReadOnlyList<SettingAssignment> AssignmentsOf(Snapshot facts, string key) =>
        facts.Setting(key)?.Assignments ?? [];

    /// <summary>Would a boot and `sysctl --system` both end with the value, whichever name the files use?</summary>
    private static bool HoldsAfterBoot(Snapshot facts, string key, string? alias, string value)
    {
        KeyValuePair<string?, string?> main = Configured(facts.Setting(key));
        KeyValuePair<string?, string?> other = Configured(alias is null ? null : facts.Setting(alias));
        return string.Equals(main.Key, value, StringComparison.Ordinal)
            && string.Equals(main.Value, value, StringComparison.Ordinal)
            && (other.Key is null || string.Equals(other.Key, value, StringComparison.Ordinal))
            && (other.Value is null || string.Equals(other.Value, value, StringComparison.Ordinal));
    }

    private static KeyValuePair<string?, string?> Configured(KernelSetting? setting) =>
        new(setting?.Boot?.Value, setting?.SysctlSystem?.Value);
}
