using ContainerNet.Hosting;
using ContainerNet.Sources;
using ContainerNet.Sources.Proc;

namespace ContainerNet.Watching;

/// <summary>Looks at a process that may end any moment: its name, its parent, its unit, its age. Nothing of its
/// arguments.</summary>
internal sealed class ProcessLook
{
    private readonly IHost _host;

    public ProcessLook(IHost host) => _host = host;

    /// <summary>What can be seen of it; with nothing but its id when it has ended.</summary>
    public SeenProcess At(int processId)
    {
        // The control group first: it is what nothing else tells later.
        string group = _host.ReadFile(ProcessTable.PathOf(processId, "cgroup")).Text;
        ProcessStat? stat = ProcessStat.Read(_host, processId);
        return new SeenProcess
        {
            ProcessId = processId,
            Name = ToolText.Clean(stat?.Name ?? ""),
            ParentName = stat is { ParentId: > 0 and int parent } ? ToolText.Clean(ProcessTable.NameOf(_host, parent) ?? "") : "",
            Unit = ControlGroup.UnitOf(group),
            StartedAt = stat?.StartedAt(_host, ProcessStat.Uptime(_host)),
        };
    }

    /// <summary>The processes that were started within that time, youngest first, without ourselves.</summary>
    public IReadOnlyList<SeenProcess> Younger(TimeSpan age, int limit)
    {
        double? uptime = ProcessStat.Uptime(_host);
        List<(int Id, double Age)> young = [];
        foreach (int id in ProcessTable.All(_host))
        {
            if (ProcessStat.Read(_host, id)?.Age(uptime) is double old && old <= age.TotalSeconds && id != Environment.ProcessId)
            {
                young.Add((id, old));
            }
        }

        return [.. young.OrderBy(y => y.Age).Take(limit).Select(y => At(y.Id)).Where(p => p.Name.Length > 0)];
    }
}
