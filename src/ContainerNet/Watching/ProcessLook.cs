using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Sources;
using ContainerNet.Sources.Proc;

namespace ContainerNet.Watching;

/// <summary>Looks at a process that may end any moment: its name, its parent, its unit, its age. Nothing of its
/// arguments.</summary>
internal sealed class ProcessLook
{
    private const double TicksPerSecond = 100; // USER_HZ on every architecture that .NET runs on

    private readonly IHost _host;

    public ProcessLook(IHost host) => _host = host;

    /// <summary>What can be seen of it; with nothing but its id when it has ended.</summary>
    public SeenProcess At(int processId)
    {
        // The control group first: it is what nothing else tells later.
        string group = _host.ReadFile(ProcessTable.PathOf(processId, "cgroup")).Text;
        string stat = _host.ReadFile(ProcessTable.PathOf(processId, "stat")).Text;
        string name = NameOf(stat, out string[] fields);
        return new SeenProcess
        {
            ProcessId = processId,
            Name = name,
            ParentName = fields.Length > 1 && int.TryParse(fields[1], CultureInfo.InvariantCulture, out int parent) && parent > 0
                ? ToolText.Clean(_host.ReadFile(ProcessTable.PathOf(parent, "comm")).Text)
                : "",
            Unit = ControlGroup.UnitOf(group),
            StartedAt = StartOf(fields, Uptime()),
        };
    }

    /// <summary>The processes that were started within that time, youngest first, without ourselves.</summary>
    public IReadOnlyList<SeenProcess> Younger(TimeSpan age, int limit)
    {
        double uptime = Uptime();
        List<(int Id, double Age)> young = [];
        foreach (int id in ProcessTable.All(_host))
        {
            _ = NameOf(_host.ReadFile(ProcessTable.PathOf(id, "stat")).Text, out string[] fields);
            if (AgeOf(fields, uptime) is double old && old <= age.TotalSeconds && id != Environment.ProcessId)
            {
                young.Add((id, old));
            }
        }

        return [.. young.OrderBy(y => y.Age).Take(limit).Select(y => At(y.Id)).Where(p => p.Name.Length > 0)];
    }

    /// <summary>The name of proc_pid_stat(5), which may hold blanks and parentheses, and the fields behind it.</summary>
    internal static string NameOf(string stat, out string[] fields)
    {
        int open = stat.IndexOf('(', StringComparison.Ordinal);
        int close = stat.LastIndexOf(')');
        if (open < 0 || close < open)
        {
            fields = [];
            return "";
        }

        fields = stat[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return ToolText.Clean(stat.AsSpan()[(open + 1)..close]);
    }

    private static double? AgeOf(string[] fields, double uptime) =>
        fields.Length > 19 && double.TryParse(fields[19], CultureInfo.InvariantCulture, out double ticks)
            ? uptime - (ticks / TicksPerSecond)
            : null;

    private DateTimeOffset? StartOf(string[] fields, double uptime) =>
        AgeOf(fields, uptime) is double age and >= -1 and < 1e10 ? _host.Now - TimeSpan.FromSeconds(age) : null;

    private double Uptime() => double.TryParse(
        _host.ReadFile("/proc/uptime").Text.Split(' ')[0], CultureInfo.InvariantCulture, out double seconds) ? seconds : 0;
}
