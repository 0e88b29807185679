namespace ContainerNet.Model.Proxies;

/// <summary>Where something stands in a configuration.</summary>
/// <param name="File">The file, as the proxy names it: inside its container, where it runs in one.</param>
/// <param name="Line">The line, from 1.</param>
public sealed record SourceLine(string File, int Line)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}";
}
