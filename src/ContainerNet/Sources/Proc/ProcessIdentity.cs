using System.Globalization;
using ContainerNet.Hosting;

namespace ContainerNet.Sources.Proc;

/// <summary>Who a process is to the file system, as the host numbers it (proc_pid_status(5), user_namespaces(7), capabilities(7)).</summary>
internal sealed record ProcessIdentity
{
    // CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH.
    private const ulong Overriding = 0x2 | 0x4;

    private ProcessIdentity(uint user, uint group, HashSet<uint> groups, bool overrides, List<(uint First, uint Count)> users, List<(uint First, uint Count)> owners)
    {
        User = user;
        Group = group;
        _groups = groups;
        _overrides = overrides;
        _users = users;
        _owners = owners;
    }

    private readonly HashSet<uint> _groups;
    private readonly bool _overrides;
    private readonly List<(uint First, uint Count)> _users, _owners;

    /// <summary>Its user.</summary>
    public uint User { get; }

    /// <summary>Its group.</summary>
    public uint Group { get; }

    /// <summary>Reads it; null when the process is gone, or its files say something else.</summary>
    public static ProcessIdentity? Read(IHost host, int processId)
    {
        Dictionary<string, string[]> lines = [];
        foreach (string line in host.ReadFile(ProcessTable.PathOf(processId, "status")).Text.Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                lines.TryAdd(line[..colon], line[(colon + 1)..].Split((char[])['\t', ' '], StringSplitOptions.RemoveEmptyEntries));
            }
        }

        // Real, effective, saved, file system.
        return lines.GetValueOrDefault("Uid") is [_, _, _, { } user] && lines.GetValueOrDefault("Gid") is [_, _, _, { } group]
            && Number(user) is { } userNumber && Number(group) is { } groupNumber && lines.GetValueOrDefault("CapEff") is [{ } capabilities]
            && ulong.TryParse(capabilities, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong effective)
            && Ranges(host.ReadFile(ProcessTable.PathOf(processId, "uid_map")).Text) is { Count: > 0 } users
            && Ranges(host.ReadFile(ProcessTable.PathOf(processId, "gid_map")).Text) is { Count: > 0 } owners
                ? new ProcessIdentity(
                    userNumber, groupNumber, [.. lines.GetValueOrDefault("Groups", []).Select(Number).OfType<uint>()], (effective & Overriding) != 0, users, owners)
                : null;
    }

    /// <summary>May it read a file, or look into a folder? What an access control list may allow besides counts as allowed: with one, the
    /// bits of the group are those of its mask (acl(5)).</summary>
    public bool MayRead(FileOwnership file, bool isFolder)
    {
        int wanted = Wanted(isFolder);
        return (_overrides && IsWithin(_users, file.User) && IsWithin(_owners, file.Group))
            || (User == file.User ? Allows(file.Mode >> 6) : Allows(file.Mode >> 3) || (!IsOfGroup(file.Group) && Allows(file.Mode)));

        bool Allows(int bits) => (bits & wanted) == wanted;
    }

    /// <summary>May everybody read it? Then nobody need be looked at.</summary>
    public static bool IsForAll(FileOwnership file, bool isFolder)
    {
        int wanted = Wanted(isFolder);
        return (file.Mode & (file.Mode >> 3) & (file.Mode >> 6) & wanted) == wanted;
    }

    // Read, and for a folder search as well.
    private static int Wanted(bool isFolder) => isFolder ? 5 : 4;

    private bool IsOfGroup(uint group) => Group == group || _groups.Contains(group);

    private static bool IsWithin(List<(uint First, uint Count)> ranges, uint number) =>
        ranges.Exists(r => number >= r.First && number - r.First < r.Count);

    private static uint? Number(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : null;

    // "         0       1000          1": inside, outside, how many.
    private static List<(uint First, uint Count)> Ranges(string text)
    {
        List<(uint, uint)> ranges = [];
        foreach (string line in text.Split('\n'))
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, { } outside, { } count] && Number(outside) is { } first && Number(count) is { } length)
            {
                ranges.Add((first, length));
            }
        }

        return ranges;
    }
}
