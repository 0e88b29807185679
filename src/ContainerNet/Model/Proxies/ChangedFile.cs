namespace ContainerNet.Model.Proxies;

/// <summary>A file of a configuration that was changed after the proxy took it.</summary>
/// <param name="File">The file, as the proxy names it.</param>
/// <param name="ChangedAt">When its content was last changed.</param>
public sealed record ChangedFile(string File, DateTimeOffset ChangedAt);
