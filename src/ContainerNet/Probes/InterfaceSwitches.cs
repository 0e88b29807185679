using System.Globalization;

namespace ContainerNet.Probes;

/// <summary>The per-interface switches that decide what becomes of a packet that comes in there.</summary>
internal static class InterfaceSwitches
{
    private static readonly string[] s_switches =
    [
        "ipv4/conf/{0}/forwarding", "ipv4/conf/{0}/rp_filter", "ipv4/conf/{0}/route_localnet",
        "ipv4/conf/{0}/accept_local", "ipv6/conf/{0}/forwarding",
    ];

    /// <summary>Gives one interface those of another; what this kernel lacks is left out.</summary>
    public static void Copy(string from, string to)
    {
        foreach (string path in s_switches)
        {
            try
            {
                string target = PathOf(path, to);
                string value = File.ReadAllText(PathOf(path, from));
                if (!string.Equals(value, File.ReadAllText(target), StringComparison.Ordinal))
                {
                    File.WriteAllText(target, value);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // No IPv6 on one of them, or /proc/sys is read-only: then both have the default.
            }
        }
    }

    /// <summary>The reverse path filter that holds for what comes in by an interface: the higher of its own and that of all.
    /// Null when it cannot be read.</summary>
    public static int? ReversePathFilter(string name)
    {
        int highest = 0;
        foreach (string one in new[] { "all", name })
        {
            try
            {
                string value = File.ReadAllText(PathOf("ipv4/conf/{0}/rp_filter", one));
                highest = Math.Max(highest, int.Parse(value, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
            {
                return null;
            }
        }

        return highest;
    }

    private static string PathOf(string path, string name) =>
        "/proc/sys/net/" + path.Replace("{0}", name, StringComparison.Ordinal);
}
