using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Sysctl;

/// <summary>Every file that sets sysctls on a host, read once, with the two orders in which they count.</summary>
internal sealed class SysctlFiles
{
    /// <summary>Folders by rank: a file in one replaces those of the same name in the ones after it (sysctl.d(5); procps
    /// names the same five).</summary>
    private static readonly string[] s_folders =
        ["/etc/sysctl.d", "/run/sysctl.d", "/usr/local/lib/sysctl.d", "/usr/lib/sysctl.d", "/lib/sysctl.d"];

    private const string Last = "/etc/sysctl.conf";
    private const int FileLimit = 2000;

    private SysctlFiles(IReadOnlyList<SysctlFile> files, IReadOnlyList<Gap> gaps)
    {
        Files = files;
        Gaps = gaps;
    }

    /// <summary>All files, in the order of reading: by name whatever the folder, those that are replaced after the one that
    /// replaces them, /etc/sysctl.conf at the end.</summary>
    public IReadOnlyList<SysctlFile> Files { get; }

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<Gap> Gaps { get; }

    /// <summary>Reads them.</summary>
    public static SysctlFiles Read(IHost host)
    {
        List<Gap> gaps = [];
        List<SysctlFile> files = [];
        HashSet<string> atBoot = [], withSysctl = [];
        foreach (string folder in s_folders)
        {
            // Where /usr is merged, /lib is a link and its files have been seen.
            if (folder.StartsWith("/lib/", StringComparison.Ordinal) && host.ReadLink("/lib") is not null)
            {
                continue;
            }

            foreach (string name in (host.ListDirectory(folder) ?? []).Where(IsSetting).Order(StringComparer.Ordinal))
            {
                if (files.Count == FileLimit)
                {
                    gaps.Add(GapOf(folder, $"more than {FileLimit} files; the rest was not read"));
                    break;
                }

                // systemd passes over hidden files (conf-files.c, hidden_or_backup_file), procps does not.
                bool hidden = name.StartsWith('.');
                files.Add(ReadFile(host, $"{folder}/{name}", name, !hidden && atBoot.Add(name), withSysctl.Add(name), gaps));
            }
        }

        List<SysctlFile> ordered = [.. files.OrderBy(f => f.Name, StringComparer.Ordinal)];
        if (host.ReadFile(Last) is { Status: not FileStatus.Absent })
        {
            ordered.Add(ReadFile(host, Last, "sysctl.conf", atBoot: false, withSysctl: true, gaps));
        }

        return new SysctlFiles(ordered, gaps);
    }

    private static bool IsSetting(string name) => name.EndsWith(".conf", StringComparison.Ordinal);

    private static SysctlFile ReadFile(
        IHost host, string path, string name, bool atBoot, bool withSysctl, List<Gap> gaps)
    {
        SysctlFile file = new()
        {
            Path = path,
            Name = name,
            AtBoot = atBoot,
            WithSysctl = withSysctl,
            Masked = !atBoot && !withSysctl,
        };

        FileReading reading = host.ReadFile(path);
        if (reading.IsRead)
        {
            List<SysctlLine> lines = [];
            int tooLong = SysctlFile.Parse(file, reading.Content, lines);
            if (tooLong > 0)
            {
                gaps.Add(GapOf(path, $"line {tooLong} is longer than 1 MiB; nothing after it was read"));
            }

            return file with { Lines = lines };
        }

        // A link that leads nowhere counts as empty, for both tools: it still replaces files of its name.
        if (reading.Status != FileStatus.Absent)
        {
            gaps.Add(GapOf(path, reading.Error.Length > 0 ? reading.Error : reading.Status.ToString()));
        }

        return file;
    }

    private static Gap GapOf(string path, string reason) => new()
    {
        Facts = FactKinds.Settings,
        Source = path,
        Reason = reason,
        Remedy = "make it a readable text file, or run as root",
        Partial = true,
    };
}
