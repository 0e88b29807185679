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
            Mounts = Allowed(host, c, mounts.Look(c.Mounts)),
            // In a container with the host's file there may be a million lines; see HostsFile.
            Hosts = c is { IsRunning: true, ProcessId: > 0 } && HostsOf(host, c.ProcessId) is { IsRead: true } file
                ? HostsFile.Parse(file.Text) : null,
        })];
    }

    /// <summary>The mounts with what the container's first process may not read of them: its user is another one than root, or is root of a
    /// namespace to which the file's owner does not belong.</summary>
    private static IReadOnlyList<ContainerMount>? Allowed(IHost host, Container container, IReadOnlyList<ContainerMount>? mounts)
    {
        if (container is not { IsRunning: true, ProcessId: > 0 } || mounts is null)
        {
            return mounts;
        }

        Lazy<ProcessIdentity?> process = new(() => ProcessIdentity.Read(host, container.ProcessId));
        return [.. mounts.Select(m => m with { Denied = Denied(host, process, m) })];
    }

    private static string? Denied(IHost host, Lazy<ProcessIdentity?> process, ContainerMount mount)
    {
        bool isFolder = mount.Found != MountSource.File;
        return mount.Found is not (null or MountSource.Absent) && host.OwnershipOf(mount.Source) is { } file && !ProcessIdentity.IsForAll(file, isFolder)
            && process.Value is { } asking && !asking.MayRead(file, isFolder)
                ? $"{file.User}:{file.Group}, mode {Convert.ToString(file.Mode, 8)}, and {asking.User}:{asking.Group} asks" : null;
    }

    private static FileReading HostsOf(IHost host, int processId) =>
        new RootedFiles(host, ProcessTable.PathOf(processId, "root")).Read("/etc/hosts");
}
