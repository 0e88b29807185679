namespace ContainerNet.Hosting;

/// <summary>An answer of a service on a unix socket.</summary>
public sealed record HttpReply
{
    /// <summary>The status.</summary>
    public required int Status { get; init; }

    /// <summary>The body.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Headers that readers ask for, by lower-case name.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
