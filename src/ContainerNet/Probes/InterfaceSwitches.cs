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

    private static string PathOf(string path, string name) =>
        "/proc/sys/net/" + path.Replace("{0}", name, StringComparison.Ordinal);
}
