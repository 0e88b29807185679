using System.Globalization;
using ContainerNet.Hosting;

namespace ContainerNet.Sources.Proc;

/// <summary>What /proc/PID/stat says of a process (proc_pid_stat(5)).</summary>
/// <param name="Name">Its name as it chose it, which may hold anything.</param>
/// <param name="ParentId">Its parent; 0 for none.</param>
/// <param name="StartTicks">When it was started, in ticks since the boot; null when not told.</param>
internal sealed record ProcessStat(string Name, int ParentId, double? StartTicks)
{
    private const double TicksPerSecond = 100; // USER_HZ on every architecture that .NET runs on

    /// <summary>Reads it; null when the process has ended.</summary>
    public static ProcessStat? Read(IHost host, int processId) => Parse(host.ReadFile(ProcessTable.PathOf(processId, "stat")).Text);

    /// <summary>The line of a process; the name may hold blanks and parentheses, and fields are counted behind it.</summary>
    public static ProcessStat? Parse(string stat)
    {
        int open = stat.IndexOf('(', StringComparison.Ordinal);
        int close = stat.LastIndexOf(')');
        if (open < 0 || close < open)
        {
            return null;
        }

        string[] fields = stat[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new ProcessStat(
            stat[(open + 1)..close],
            fields.Length > 1 && int.TryParse(fields[1], CultureInfo.InvariantCulture, out int parent) ? parent : 0,
            fields.Length > 19 && double.TryParse(fields[19], CultureInfo.InvariantCulture, out double ticks) ? ticks : null);
    }

    /// <summary>How long the host has been up, in seconds; null when not told.</summary>
    public static double? Uptime(IHost host) => double.TryParse(
        host.ReadFile("/proc/uptime").Text.Split(' ')[0], CultureInfo.InvariantCulture, out double seconds) ? seconds : null;

    /// <summary>Its age in seconds.</summary>
    public double? Age(double? uptime) => uptime - (StartTicks / TicksPerSecond);

    /// <summary>When it was started. Ticks are coarse, so that it may seem a little younger than now.</summary>
    public DateTimeOffset? StartedAt(IHost host, double? uptime) =>
        Age(uptime) is double age and >= -1 and < 1e10 ? host.Now - TimeSpan.FromSeconds(age) : null;
}
