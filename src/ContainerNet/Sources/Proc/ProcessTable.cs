using System.Globalization;
using ContainerNet.Hosting;

namespace ContainerNet.Sources.Proc;

/// <summary>Processes in /proc: names, and who holds a socket.</summary>
internal static class ProcessTable
{
    private const int DepthLimit = 64;
    private const int ProcessLimit = 4096;

    /// <summary>The ids of all processes.</summary>
    public static IEnumerable<int> All(IHost host) => (host.ListDirectory("/proc") ?? [])
        .Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0)
        .Where(id => id > 0);

    /// <summary>A process and what it has started, as far as it still descends from it.</summary>
    public static IReadOnlyList<int> Family(IHost host, int processId)
    {
        List<int> family = [];
        Queue<(int Id, int Depth)> next = new([(processId, 0)]);
        HashSet<int> seen = [processId];
        while (next.TryDequeue(out (int Id, int Depth) process) && family.Count < ProcessLimit)
        {
            family.Add(process.Id);
            if (process.Depth == DepthLimit)
            {
                continue;
            }

            foreach (int child in Children(host, process.Id).Where(seen.Add))
            {
                next.Enqueue((child, process.Depth + 1));
            }
        }

        return family;
    }

    /// <summary>The short name of a process, or null.</summary>
    public static string? NameOf(IHost host, int processId) =>
        host.ReadFile(PathOf(processId, "comm")) is { IsRead: true } reading ? reading.Text.TrimEnd('\n') : null;

    /// <summary>Finds the holders of sockets among some processes, by inode; those that nobody holds are left out.</summary>
    public static Dictionary<long, int> HoldersOf(IHost host, IEnumerable<int> processes, IEnumerable<long> inodes)
    {
        HashSet<long> wanted = [.. inodes.Where(i => i > 0)];
        Dictionary<long, int> holders = [];
        foreach (int process in processes)
        {
            if (wanted.Count == 0)
            {
                break;
            }

            string folder = PathOf(process, "fd");
            foreach (string descriptor in host.ListDirectory(folder) ?? [])
            {
                if (InodeOf(host.ReadLink($"{folder}/{descriptor}")) is long inode && wanted.Remove(inode))
                {
                    holders[inode] = process;
                }
            }
        }

        return holders;
    }

    /// <summary>The path of something about a process.</summary>
    public static string PathOf(int processId, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/{name}");

    private static IEnumerable<int> Children(IHost host, int process) =>
        (host.ListDirectory(PathOf(process, "task")) ?? [])
            .Select(thread => host.ReadFile(PathOf(process, $"task/{thread}/children")))
            .Where(r => r.IsRead)
            .SelectMany(r => r.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0)
            .Where(id => id > 0);

    private static long? InodeOf(string? link)
    {
        const string Prefix = "socket:[";
        return link is not null && link.StartsWith(Prefix, StringComparison.Ordinal) && link.EndsWith(']')
            && long.TryParse(link.AsSpan(Prefix.Length, link.Length - Prefix.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out long inode)
            ? inode
            : null;
    }
}
