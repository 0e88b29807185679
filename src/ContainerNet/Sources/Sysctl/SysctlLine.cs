namespace ContainerNet.Sources.Sysctl;

/// <summary>One assignment or exclusion in a sysctl file.</summary>
/// <param name="File">The file.</param>
/// <param name="Number">Its line, from 1.</param>
/// <param name="Key">The key as written, without the leading '-'.</param>
/// <param name="Path">The path or pattern below /proc/sys.</param>
/// <param name="Value">The value; null for an exclusion.</param>
internal sealed record SysctlLine(SysctlFile File, int Number, string Key, string Path, string? Value)
{
    /// <summary>Is the key a pattern?</summary>
    public bool IsGlob { get; } = SysctlKey.IsGlob(Path);

    /// <summary>Is it `-key` without a value, which takes the key away from patterns?</summary>
    public bool IsExclusion => Value is null;

    /// <summary>Does it name the path, by itself or by its pattern?</summary>
    public bool Names(string path) => IsGlob
        ? Glob.Matches(Path, path)
        : string.Equals(Path, path, StringComparison.Ordinal);
}
