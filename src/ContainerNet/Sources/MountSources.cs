using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources;

/// <summary>
/// Looks what is at the sources of bind mounts. Each path is looked at once. What lies on a file system that others serve (NFS, FUSE) or
/// that is mounted by being looked at (autofs) is left alone: a look must not wait for ever, and must change nothing.
/// </summary>
internal sealed class MountSources(IHost host)
{
    private static readonly string[] s_local = ["ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "tmpfs", "ramfs", "overlay", "squashfs",
        "vfat", "exfat", "ntfs3", "iso9660", "erofs", "bcachefs", "jfs", "rootfs", "proc", "sysfs", "devtmpfs", "cgroup", "cgroup2", "devpts"];

    private const int MostLevels = 2;
    private const int MostLooks = 500;
    private const int MostFound = 5;

    private readonly Dictionary<string, (MountSource? Found, IReadOnlyList<string>? Elsewhere)> _known = new(StringComparer.Ordinal);
    private List<string>? _slow;

    /// <summary>The mounts with what is at their sources.</summary>
    public IReadOnlyList<ContainerMount>? Look(IReadOnlyList<ContainerMount>? mounts) =>
        mounts is null || mounts.Count == 0 || !IsOurView() ? mounts
            : [.. mounts.Select(m => (Mount: m, Look: At(m.Source))).Select(m => m.Mount with { Found = m.Look.Found, Elsewhere = m.Look.Elsewhere })];

    /// <summary>Do we see the files that engines see? In a container of our own, paths of the host lead elsewhere.</summary>
    private bool IsOurView() => host.ReadLink("/proc/self/ns/mnt") is { } own && own == host.ReadLink("/proc/1/ns/mnt");

    private (MountSource? Found, IReadOnlyList<string>? Elsewhere) At(string path)
    {
        if (!_known.TryGetValue(path, out (MountSource? Found, IReadOnlyList<string>? Elsewhere) known))
        {
            _slow ??= Slow();
            MountSource? found = IsSlow(path) ? null : host.KindOf(path) switch
            {
                FileKind.Absent => MountSource.Absent,
                FileKind.File => MountSource.File,
                FileKind.Folder when host.ListDirectory(path) is { } names => names.Count == 0 ? MountSource.EmptyFolder : MountSource.Folder,
                _ => null,
            };
            _known[path] = known = (found, found == MountSource.Absent ? Elsewhere(path) : null);
        }

        return known;
    }

    /// <summary>Files of the same name in the folders below the one that is still there: a file that was moved is seldom far.</summary>
    private List<string> Elsewhere(string path)
    {
        string name = Path.GetFileName(path);
        string? folder = Path.GetDirectoryName(path);
        for (int up = 0; up < MostLevels && folder is not (null or "/") && host.KindOf(folder) == FileKind.Absent; up++)
        {
            folder = Path.GetDirectoryName(folder);
        }

        List<string> found = [];
        Queue<(string Folder, int Depth)> open = new(folder is null or "/" || name.Length == 0 ? [] : [(folder, 0)]);
        for (int looks = 0; looks < MostLooks && open.TryDequeue(out (string Folder, int Depth) next);)
        {
            foreach (string entry in IsSlow(next.Folder) ? [] : (host.ListDirectory(next.Folder) ?? []).Order(StringComparer.Ordinal).Take(MostLooks - looks))
            {
                string place = $"{next.Folder}/{entry}";
                FileKind? kind = host.KindOf(place);
                looks++;
                if (kind == FileKind.File && entry == name)
                {
                    found.Add(place);
                }
                else if (kind == FileKind.Folder && next.Depth < MostLevels)
                {
                    open.Enqueue((place, next.Depth + 1));
                }
            }
        }

        return [.. found.Take(MostFound)];
    }

    private bool IsSlow(string path) => _slow!.Any(s => path == s || path.StartsWith(s + "/", StringComparison.Ordinal));

    /// <summary>Where file systems are mounted that are not this machine's own (proc_pid_mountinfo(5)).</summary>
    private List<string> Slow()
    {
        List<string> found = [];
        foreach (string line in host.ReadFile("/proc/self/mountinfo").Text.Split('\n'))
        {
            string[] words = line.Split(' ');
            int end = Array.IndexOf(words, "-");
            if (words.Length > 4 && end > 4 && end + 1 < words.Length && !s_local.Contains(words[end + 1]) && words[4] != "/")
            {
                found.Add(words[4].Replace("\\040", " ", StringComparison.Ordinal));
            }
        }

        return found;
    }
}
