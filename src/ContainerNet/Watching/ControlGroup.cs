namespace ContainerNet.Watching;

/// <summary>The systemd unit that a process belongs to, out of /proc/PID/cgroup (cgroups(7)).</summary>
internal static class ControlGroup
{
    /// <summary>The innermost unit of the path; null for a process of none. A service inside a container's slice is the
    /// container's own business, but its name is the best there is.</summary>
    public static string? UnitOf(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            // "0::/system.slice/x.service"; with the older hierarchies "1:name=systemd:/...".
            string[] fields = line.Split(':', 3);
            if (fields.Length == 3 && (fields[0] == "0" || fields[1] == "name=systemd"))
            {
                foreach (string part in fields[2].Split('/').Reverse())
                {
                    if (part.EndsWith(".service", StringComparison.Ordinal) || part.EndsWith(".scope", StringComparison.Ordinal))
                    {
                        return Sources.ToolText.Clean(part);
                    }
                }
            }
        }

        return null;
    }
}
