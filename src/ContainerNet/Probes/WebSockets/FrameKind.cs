namespace ContainerNet.Probes.WebSockets;

/// <summary>The opcodes of frames (RFC 6455, 5.2).</summary>
internal enum FrameKind : byte
{
    /// <summary>The message goes on.</summary>
    Continuation = 0,

    /// <summary>A message in UTF-8 begins.</summary>
    Text = 1,

    /// <summary>A message of bytes begins.</summary>
    Binary = 2,

    /// <summary>The sender will send no more.</summary>
    Close = 8,

    /// <summary>Asks for a pong.</summary>
    Ping = 9,

    /// <summary>Answers a ping.</summary>
    Pong = 10,
}
