using ContainerNet.Hosting;
using ContainerNet.Sources;
using ContainerNet.Sources.Sysctl;

namespace ContainerNet.Watching;

/// <summary>The kernel settings of the network as they were, and what each write changes in them. Values that netlink tells
/// of (forwarding, rp_filter) are left to it; a write then only says who it was.</summary>
internal sealed class SettingState
{
    private const string Root = "/proc/sys/";

    /// <summary>Folders whose files are read at the beginning; those of single interfaces only for the main switches.</summary>
    private static readonly string[] s_folders =
    [
        "net/ipv4", "net/ipv4/conf/all", "net/ipv4/conf/default", "net/ipv6", "net/ipv6/conf/all", "net/ipv6/conf/default",
        "net/bridge", "net/netfilter",
    ];

    private readonly IHost _host;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public SettingState(IHost host) => _host = host;

    /// <summary>Reads what there is.</summary>
    public void Read()
    {
        foreach (string folder in s_folders)
        {
            foreach (string name in _host.ListDirectory(Root + folder) ?? [])
            {
                string path = $"{folder}/{name}";
                if (IsOurs(path) && ValueOf(path) is { } value)
                {
                    _values[path] = value;
                }
            }
        }
    }

    /// <summary>The key of a file below /proc/sys/net, or null for any other.</summary>
    public static string? KeyOf(string path) => path.StartsWith(Root + "net/", StringComparison.Ordinal)
        ? SysctlKey.FromPath(path[Root.Length..])
        : null;

    /// <summary>Somebody wrote to that file. A change of a value that was known, or null: the writer may stand in another
    /// network namespace, whose settings go by the same names.</summary>
    public Sighting? Written(string path, DateTimeOffset at)
    {
        string setting = path[Root.Length..];
        if (!IsOurs(setting) || !_values.TryGetValue(setting, out string? before)
            || ValueOf(setting) is not { } now || now == before)
        {
            return null;
        }

        _values[setting] = now;
        return Changed(SysctlKey.FromPath(setting), before, now, at);
    }

    /// <summary>A setting that changed.</summary>
    public static Sighting Changed(string key, string before, string after, DateTimeOffset at) => new()
    {
        At = at,
        Kind = ChangeKind.Setting,
        Subject = key,
        Before = before,
        After = after,
        Words = $"{key} was set from {before} to {after}.",
        Key = key,
    };

    /// <summary>Two keys that reach the same switch.</summary>
    public static bool IsSame(string written, string key) => written == key
        || SysctlKey.Reaching(SysctlKey.ToPath(key)).Contains(SysctlKey.ToPath(written), StringComparer.Ordinal);

    // Counters and routes that flush themselves are no settings; keys of TCP Fast Open and the seed of addresses are secrets.
    private static bool IsOurs(string path) =>
        !path.EndsWith("/forwarding", StringComparison.Ordinal) && !path.EndsWith("/rp_filter", StringComparison.Ordinal)
        && path != "net/ipv4/ip_forward"
        && !path.Contains("secret", StringComparison.Ordinal) && !path.EndsWith("_key", StringComparison.Ordinal)
        && !path.EndsWith("_count", StringComparison.Ordinal);

    private string? ValueOf(string path)
    {
        FileReading reading = _host.ReadFile(Root + path);
        return reading.IsRead ? ToolText.Clean(reading.Text.Trim().Replace('\t', ' ')) : null;
    }
}
