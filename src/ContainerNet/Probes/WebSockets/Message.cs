namespace ContainerNet.Probes.WebSockets;

/// <summary>A whole message, or a frame about the connection.</summary>
/// <param name="Kind">Text, Binary, Close, Ping or Pong.</param>
/// <param name="Payload">What it holds; of a long message the beginning.</param>
/// <param name="Length">How long it was.</param>
internal sealed record Message(FrameKind Kind, byte[] Payload, long Length);
