using System.Buffers.Binary;
using System.Text;

namespace ContainerNet.Probes.WebSockets;

/// <summary>What a close frame says.</summary>
/// <param name="Code">The code.</param>
/// <param name="Reason">The words.</param>
internal sealed record CloseFrame(int Code, string Reason)
{
    /// <summary>The end that was meant to be.</summary>
    public const int Normal = 1000;

    /// <summary>Stands for a close frame without a code; never sent.</summary>
    public const int NoCode = 1005;

    /// <summary>Stands for an end without a close frame; never sent.</summary>
    public const int Abnormal = 1006;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The payload of our own.</summary>
    public static byte[] Payload(int code)
    {
        byte[] payload = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        return payload;
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="WebSocketFailureException">ProtocolError.</exception>
    public static CloseFrame Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length == 0)
        {
            return new(NoCode, "");
        }

        if (payload.Length < sizeof(ushort))
        {
            throw FrameHeader.Forbidden("a close frame with half a code");
        }

        int code = BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (code is not ((>= 1000 and <= 1014 and not 1004 and not NoCode and not Abnormal) or (>= 3000 and < 5000)))
        {
            throw FrameHeader.Forbidden($"a close frame with the code {code}, which must not be sent");
        }

        try
        {
            return new(code, s_strict.GetString(payload[sizeof(ushort)..]));
        }
        catch (DecoderFallbackException)
        {
            throw FrameHeader.Forbidden("a close frame whose words are not UTF-8");
        }
    }

    /// <summary>The code with its name.</summary>
    public override string ToString()
    {
        string name = Code switch
        {
            Normal => "normal",
            1001 => "going away",
            1002 => "protocol error",
            1003 => "unsupported data",
            NoCode => "no code",
            1007 => "invalid data",
            1008 => "policy violation",
            1009 => "message too big",
            1010 => "extension missing",
            1011 => "internal error",
            1012 => "service restart",
            1013 => "try again later",
            1014 => "bad gateway",
            _ => "of the application",
        };
        return Reason.Length > 0 ? $"{Code} ({name}): {ProbeText.Printable(Reason, Reason.Length)}" : $"{Code} ({name})";
    }
}
