namespace ContainerNet.Tracing;

/// <summary>A packet as a base chain met it.</summary>
/// <param name="Packet">Its addresses.</param>
/// <param name="Input">Index of the interface that it came in by; 0 for none.</param>
/// <param name="Output">Index of the interface that it leaves by; 0 for none yet.</param>
/// <param name="Marker">Which of our own chains that was, or None.</param>
internal readonly record struct TrailHeader(TraceHeader Packet, int Input, int Output, TraceMarker Marker);
