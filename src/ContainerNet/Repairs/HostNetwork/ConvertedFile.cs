namespace ContainerNet.Repairs.HostNetwork;

/// <summary>A file of a project before and after it was moved to the host's network.</summary>
/// <param name="Path">The file.</param>
/// <param name="Before">Its text.</param>
/// <param name="After">Its text afterwards.</param>
public sealed record ConvertedFile(string Path, string Before, string After)
{
    /// <summary>The difference, as diff -u writes it.</summary>
    public string Diff => UnifiedDiff.Of(Path, Path, Before, After);

    /// <summary>Where the original of a file is kept.</summary>
    public static string OriginalOf(string path) => path + ".bridge";

    /// <inheritdoc/>
    public override string ToString() => Path;
}
