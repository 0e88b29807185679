namespace ContainerNet.Tracing;

/// <summary>A trail, and the namespace that it was seen in.</summary>
internal sealed record SeenTrail(PlaceFacts Place, PacketTrail Trail);
