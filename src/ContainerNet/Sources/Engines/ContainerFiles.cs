using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Proc;

namespace ContainerNet.Sources.Engines;

/// <summary>Reads the files that decide what a container reaches: the names in its /etc/hosts, and what is at the sources of its
/// mounts.</summary>
internal static class ContainerFiles
{
    /// <summary>The containers with them. What cannot be read stays unknown.</summary>
    public static IReadOnlyList<Container> Read(IHost host, IReadOnlyList<Container> containers)
    {
        MountSources mounts = new(host);
        return [.. containers.Select(c => c with
        {
            Mounts = mounts.Look(c.Mounts),
            // In a container with the host's file there may be a million lines; see HostsFile.
            Hosts = c is { IsRunning: true, ProcessId: > 0 } && HostsOf(host, c.ProcessId) is { IsRead: true } file
                ? HostsFile.Parse(file.Text) : null,
        })];
    }

    private static FileReading HostsOf(IHost host, int processId) =>
        new RootedFiles(host, ProcessTable.PathOf(processId, "root")).Read("/etc/hosts");
}
