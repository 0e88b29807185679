namespace ContainerNet.Sources.Sysctl;

/// <summary>
/// The two spellings of a sysctl: the key that people write (net.ipv4.ip_forward) and the path below /proc/sys. In a key
/// that begins with dots a '/' stands for a dot in an interface name, and the other way round when it begins with slashes
/// (sysctl.d(5)).
/// </summary>
internal static class SysctlKey
{
    private const string ForwardingV4 = "net/ipv4/conf/all/forwarding";
    private const string ForwardingV4Alias = "net/ipv4/ip_forward";
    private const string ForwardingV6 = "net/ipv6/conf/all/forwarding";

    /// <summary>The path below /proc/sys that a key names; the first separator decides what the others mean.</summary>
    public static string ToPath(string key)
    {
        int first = key.AsSpan().IndexOfAny('.', '/');
        string path = first >= 0 && key[first] == '.' ? Swap(key, first) : key;
        return Simplify(path);
    }

    /// <summary>The key with dots for a path below /proc/sys.</summary>
    public static string FromPath(string path)
    {
        int first = path.AsSpan().IndexOfAny('.', '/');
        return first >= 0 && path[first] == '/' ? Swap(path, first) : path;
    }

    /// <summary>Does the text hold a character that glob(3) gives a meaning?</summary>
    public static bool IsGlob(string path) => path.AsSpan().IndexOfAny('*', '?', '[') >= 0;

    /// <summary>
    /// The paths whose writes reach the variable of this one: itself, its other name, and the "all" switch that the kernel
    /// copies to every interface (net/ipv4/devinet.c, inet_forward_change; net/ipv6/addrconf.c, addrconf_fixup_forwarding).
    /// The main path comes first.
    /// </summary>
    public static IReadOnlyList<string> Reaching(string path) => path switch
    {
        ForwardingV4 or ForwardingV4Alias => [path, path == ForwardingV4 ? ForwardingV4Alias : ForwardingV4],
        ForwardingV6 => [path],
        _ when IsInterfaceForwarding(path, "net/ipv4/conf/") => [path, ForwardingV4, ForwardingV4Alias],
        _ when IsInterfaceForwarding(path, "net/ipv6/conf/") => [path, ForwardingV6],
        _ => [path],
    };

    /// <summary>Is it a switch that the kernel copies to every interface?</summary>
    public static bool IsForwardingSwitch(string path) => path is ForwardingV4 or ForwardingV4Alias or ForwardingV6;

    /// <summary>Does a write of the value that the switch has already do nothing? So for IPv4, not for IPv6.</summary>
    public static bool IgnoresSameValue(string path) => path is ForwardingV4 or ForwardingV4Alias;

    /// <summary>The path that holds the value of the switch behind a forwarding setting, or null when it is none.</summary>
    public static string? SwitchOf(string path) => Reaching(path) is { Count: > 1 } reaching
        ? reaching.FirstOrDefault(p => p is ForwardingV4 or ForwardingV6)
        : null;

    private static bool IsInterfaceForwarding(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && path.EndsWith("/forwarding", StringComparison.Ordinal)
        && path.Count(c => c == '/') == 4;

    private static string Swap(string text, int from) => string.Create(text.Length, (text, from), static (span, state) =>
    {
        state.text.CopyTo(span);
        for (int i = state.from; i < span.Length; i++)
        {
            span[i] = span[i] switch { '.' => '/', '/' => '.', char other => other };
        }
    });

    private static string Simplify(string path) => path.Contains("//", StringComparison.Ordinal)
        || path.StartsWith('/') || path.EndsWith('/')
        ? string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        : path;
}
