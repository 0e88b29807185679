namespace ContainerNet.Lab.EndToEnd;

/// <summary>Addresses of a packet as a script sees them.</summary>
/// <param name="Source">Source address.</param>
/// <param name="SourcePort">Source port.</param>
/// <param name="Destination">Destination address.</param>
/// <param name="DestinationPort">Destination port.</param>
public sealed record ReportedPacket(string? Source, int SourcePort, string? Destination, int DestinationPort)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Source}:{SourcePort} -> {Destination}:{DestinationPort}";
}
