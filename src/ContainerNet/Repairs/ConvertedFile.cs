namespace ContainerNet.Repairs;

/// <summary>A file before and after it was converted: one of a project that moved to the host's network, or a manifest that was repaired.</summary>
/// <param name="Path">The file.</param>
/// <param name="Before">Its text.</param>
/// <param name="After">Its text afterwards.</param>
public sealed record ConvertedFile(string Path, string Before, string After)
{
    /// <summary>The difference, as diff -u writes it.</summary>
    public string Diff => UnifiedDiff.Of(Path, Path, Before, After);

    /// <summary>Where its original is kept when it is written in its place.</summary>
    public string Original { get; init; } = OriginalOf(Path);

    /// <summary>Where the original of a file of a project is kept.</summary>
    public static string OriginalOf(string path) => path + ".bridge";

    /// <inheritdoc/>
    public override string ToString() => Path;
}
