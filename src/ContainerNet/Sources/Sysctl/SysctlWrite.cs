namespace ContainerNet.Sources.Sysctl;

/// <summary>One write of a tool into /proc/sys.</summary>
/// <param name="Line">The line that asks for it.</param>
/// <param name="Path">The path that is written.</param>
internal readonly record struct SysctlWrite(SysctlLine Line, string Path)
{
    /// <summary>What systemd-sysctl writes at boot, of the given paths and in its order (src/sysctl/sysctl.c).</summary>
    public static IEnumerable<SysctlWrite> AtBoot(IEnumerable<SysctlLine> lines, IReadOnlyList<string> paths)
    {
        // An assignment replaces an earlier one of the same key and moves to the end, unless the value is the same:
        // then the earlier one keeps its place. An exclusion replaces an assignment too.
        List<SysctlLine> options = [];
        foreach (SysctlLine line in lines)
        {
            int earlier = options.FindIndex(o => string.Equals(o.Path, line.Path, StringComparison.Ordinal));
            if (earlier >= 0 && string.Equals(options[earlier].Value, line.Value, StringComparison.Ordinal))
            {
                // The place of the first, the name of the last: that one would have to be changed.
                options[earlier] = line;
                continue;
            }

            if (earlier >= 0)
            {
                options.RemoveAt(earlier);
            }

            options.Add(line);
        }

        HashSet<string> named = [.. options.Where(o => !o.IsGlob).Select(o => o.Path)];
        return Expand(options, paths, named.Contains);
    }

    /// <summary>What `sysctl --system` writes: every assignment in order; a pattern leaves out what is named anywhere
    /// (procps src/sysctl.c, write_setting_list). Exclusions that are patterns are not counted: up to 4.0.4 they do
    /// nothing, and systemd-sysctl never heeds them.</summary>
    public static IEnumerable<SysctlWrite> WithSysctl(IReadOnlyList<SysctlLine> lines, IReadOnlyList<string> paths)
    {
        HashSet<string> named = [.. lines.Where(l => !l.IsGlob).Select(l => l.Path)];
        return Expand(lines, paths, named.Contains);
    }

    private static IEnumerable<SysctlWrite> Expand(
        IEnumerable<SysctlLine> lines, IReadOnlyList<string> paths, Func<string, bool> isTaken) =>
        from line in lines
        where !line.IsExclusion
        from path in paths.Order(StringComparer.Ordinal)
        where line.Names(path) && !(line.IsGlob && isTaken(path))
        select new SysctlWrite(line, path);
}
