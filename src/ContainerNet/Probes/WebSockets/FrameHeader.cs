using System.Buffers.Binary;

namespace ContainerNet.Probes.WebSockets;

/// <summary>The head of a frame from a server.</summary>
/// <param name="Kind">The opcode.</param>
/// <param name="IsFinal">Does the message end with it?</param>
/// <param name="Length">The length of what follows.</param>
internal readonly record struct FrameHeader(FrameKind Kind, bool IsFinal, long Length)
{
    /// <summary>The longest payload whose length stands in the second byte, which is the longest of a control frame too.</summary>
    public const int LongestShort = 125;

    /// <summary>The second byte where two bytes of length follow.</summary>
    public const byte Length16 = 126;

    /// <summary>The second byte where eight bytes of length follow.</summary>
    public const byte Length64 = 127;

    private const byte Final = 0x80, Reserved = 0x70, KindMask = 0x0f, Masked = 0x80, LengthMask = 0x7f;

    /// <summary>A frame about the connection, which may stand between those of a message?</summary>
    public bool IsControl => Kind >= FrameKind.Close;

    /// <summary>How many bytes of length follow the first two bytes.</summary>
    public static int ExtraOf(byte second) => (second & LengthMask) switch
    {
        Length16 => sizeof(ushort),
        Length64 => sizeof(ulong),
        _ => 0,
    };

    /// <summary>Reads it.</summary>
    /// <exception cref="WebSocketFailureException">ProtocolError.</exception>
    public static FrameHeader Parse(byte first, byte second, ReadOnlySpan<byte> extra)
    {
        if ((first & Reserved) != 0)
        {
            throw Forbidden("a frame with reserved bits, as of an extension that was not agreed on");
        }

        FrameKind kind = (FrameKind)(first & KindMask);
        if (!Enum.IsDefined(kind))
        {
            throw Forbidden($"a frame of the unknown kind {(int)kind}");
        }

        if ((second & Masked) != 0)
        {
            throw Forbidden("a masked frame, which only clients may send");
        }

        long length = LengthOf(second, extra);
        FrameHeader header = new(kind, (first & Final) != 0, length);
        return header.IsControl && (!header.IsFinal || length > LongestShort)
            ? throw Forbidden($"a {kind} frame that is {(header.IsFinal ? "too long" : "in pieces")}")
            : header;
    }

    /// <summary>The failure for what a server must not send.</summary>
    public static WebSocketFailureException Forbidden(string what) => new(WebSocketState.ProtocolError, $"the server sent {what}");

    private static long LengthOf(byte second, ReadOnlySpan<byte> extra)
    {
        ulong length = extra.Length switch
        {
            sizeof(ushort) => BinaryPrimitives.ReadUInt16BigEndian(extra),
            sizeof(ulong) => BinaryPrimitives.ReadUInt64BigEndian(extra),
            _ => (ulong)(second & LengthMask),
        };
        if (length > long.MaxValue)
        {
            throw Forbidden($"a frame of {length} bytes, more than there may be");
        }

        return (extra.Length, length) is (sizeof(ushort), <= LongestShort) or (sizeof(ulong), <= ushort.MaxValue)
            ? throw Forbidden("a frame whose length is written in more bytes than it needs")
            : (long)length;
    }
}
