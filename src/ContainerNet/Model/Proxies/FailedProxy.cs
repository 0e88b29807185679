namespace ContainerNet.Model.Proxies;

/// <summary>A reverse proxy in a container that did not come up, by its own last words.</summary>
public sealed record FailedProxy
{
    /// <summary>The program: nginx.</summary>
    public required string Program { get; init; }

    /// <summary>The engine of its container.</summary>
    public required string Engine { get; init; }

    /// <summary>Its container.</summary>
    public required string Container { get; init; }

    /// <summary>Why it gave up.</summary>
    public required ProxyLogEntry Reason { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Program} in container {Container}: {Reason.Message}";
}
