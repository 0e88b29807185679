using System.Net;

namespace ContainerNet.Model;

/// <summary>One direction of a tracked connection.</summary>
/// <param name="Source">Source address.</param>
/// <param name="SourcePort">Source port; 0 for none.</param>
/// <param name="Destination">Destination address.</param>
/// <param name="DestinationPort">Destination port; 0 for none.</param>
public sealed record TrackedTuple(IPAddress Source, int SourcePort, IPAddress Destination, int DestinationPort);
