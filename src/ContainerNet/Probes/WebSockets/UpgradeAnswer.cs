namespace ContainerNet.Probes.WebSockets;

/// <summary>What came for a handshake.</summary>
internal sealed record UpgradeAnswer
{
    /// <summary>The first line.</summary>
    public required string StatusLine { get; init; }

    /// <summary>The status.</summary>
    public required int Status { get; init; }

    /// <summary>The headers, by name in any case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>How the body begins; of 101 there is none.</summary>
    public string Body { get; init; } = "";
}
