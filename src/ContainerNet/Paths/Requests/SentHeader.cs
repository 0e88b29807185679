using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>A header that is sent to the server behind.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; null when it is not known.</param>
/// <param name="Source">The line that sets it; null for one of the client or of the proxy by itself.</param>
public sealed record SentHeader(string Name, string? Value, SourceLine? Source)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Value ?? "?"}";
}
