using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Engines;
using ContainerNet.Sources.Proc;

namespace ContainerNet.Collection;

/// <summary>
/// An engine calls a container running for some moments after its process has ended, and takes its rules away in the meantime. Who
/// looks just then must not hold it for running, or those rules would be missing.
/// </summary>
internal static class EndedContainers
{
    /// <summary>The containers, with those whose process is gone as exited. Only of engines that count processes as we do.</summary>
    public static IReadOnlyList<Container> Mark(IHost host, EngineFacts facts)
    {
        string? own = host.ReadLink("/proc/self/ns/pid");
        HashSet<string> engines = [.. facts.Engines
            .Where(e => own is not null && e.ProcessId is int id && host.ReadLink(ProcessTable.PathOf(id, "ns/pid")) == own)
            .Select(e => e.Name)];
        return engines.Count == 0 ? facts.Containers : [.. facts.Containers.Select(c =>
            engines.Contains(c.Engine) && c.IsRunning && c.ProcessId > 0
                && host.ReadFile(ProcessTable.PathOf(c.ProcessId, "comm")).Status == FileStatus.Absent
                ? c with { State = ContainerState.Exited } : c)];
    }
}
