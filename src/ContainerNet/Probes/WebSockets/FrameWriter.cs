using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ContainerNet.Probes.WebSockets;

/// <summary>Makes the frames of a client, which are masked.</summary>
internal static class FrameWriter
{
    private const byte Final = 0x80, Masked = 0x80;
    private const int MaskLength = 4;

    /// <summary>A message in one frame.</summary>
    public static byte[] Write(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        int extra = payload.Length <= FrameHeader.LongestShort ? 0 : payload.Length <= ushort.MaxValue ? sizeof(ushort) : sizeof(ulong);
        byte[] frame = new byte[2 + extra + MaskLength + payload.Length];
        frame[0] = (byte)(Final | (byte)kind);
        Span<byte> length = frame.AsSpan(2, extra);
        switch (extra)
        {
            case 0:
                frame[1] = (byte)(Masked | payload.Length);
                break;
            case sizeof(ushort):
                frame[1] = Masked | FrameHeader.Length16;
                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)payload.Length);
                break;
            default:
                frame[1] = Masked | FrameHeader.Length64;
                BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)payload.Length);
                break;
        }

        Span<byte> mask = frame.AsSpan(2 + extra, MaskLength);
        RandomNumberGenerator.Fill(mask);
        Span<byte> body = frame.AsSpan(2 + extra + MaskLength);
        for (int i = 0; i < body.Length; i++)
        {
            body[i] = (byte)(payload[i] ^ mask[i % MaskLength]);
        }

        return frame;
    }
}
