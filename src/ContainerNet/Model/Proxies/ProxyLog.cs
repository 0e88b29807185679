namespace ContainerNet.Model.Proxies;

/// <summary>The end of a proxy's error log.</summary>
/// <param name="File">The file.</param>
/// <param name="Entries">Its lines, the oldest first.</param>
/// <param name="Problem">Why it could not be read.</param>
public sealed record ProxyLog(string File, IReadOnlyList<ProxyLogEntry> Entries, ProxyProblem? Problem);
