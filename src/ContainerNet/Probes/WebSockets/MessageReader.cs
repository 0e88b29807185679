using System.Buffers;
using System.Text;
using ContainerNet.Hosting;

namespace ContainerNet.Probes.WebSockets;

/// <summary>
/// Puts the messages of a server together from its frames, and holds it to the protocol. Our own, because
/// System.Net.WebSockets neither sends a ping that one asks for nor tells of the pong. Memory is bounded: a message may have any
/// length, and only its beginning is kept.
/// </summary>
internal sealed class MessageReader(HttpInput input)
{
    /// <summary>How much of a message is kept.</summary>
    public const int KeptBytes = 64 * 1024;

    private const int PieceBytes = 16 * 1024;
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _head = new byte[2 + sizeof(ulong)];
    private readonly byte[] _piece = new byte[PieceBytes];
    private readonly char[] _letters = new char[s_strict.GetMaxCharCount(PieceBytes)];
    private readonly Decoder _text = s_strict.GetDecoder();
    private readonly ArrayBufferWriter<byte> _kept = new();
    private FrameKind? _kind;
    private long _length;
    private bool _isInFrame;

    /// <summary>Has a message or frame begun that is not whole yet?</summary>
    public bool IsUnfinished => _isInFrame || _kind is not null;

    /// <summary>How much of the message that is not whole yet has come.</summary>
    public long Length => _kind is null ? 0 : _length;

    /// <summary>The next message, or frame about the connection; null when the connection has ended.</summary>
    /// <exception cref="WebSocketFailureException">ProtocolError.</exception>
    public async Task<Message?> ReadAsync(CancellationToken cancellationToken)
    {
        while (await ReadHeaderAsync(cancellationToken) is { } header)
        {
            if (header.IsControl)
            {
                byte[] payload = new byte[header.Length];
                if (!await input.TryFillAsync(payload, cancellationToken))
                {
                    return null;
                }

                _isInFrame = false;
                return new Message(header.Kind, payload, header.Length);
            }

            Begin(header);
            if (!await TryTakeAsync(header.Length, cancellationToken))
            {
                return null;
            }

            _isInFrame = false;
            if (header.IsFinal)
            {
                return Finish();
            }
        }

        return null;
    }

    private async Task<FrameHeader?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        if (await input.ReadAsync(_head.AsMemory(0, 1), cancellationToken) == 0)
        {
            return null;
        }

        _isInFrame = true;
        if (!await input.TryFillAsync(_head.AsMemory(1, 1), cancellationToken))
        {
            return null;
        }

        int extra = FrameHeader.ExtraOf(_head[1]);
        return await input.TryFillAsync(_head.AsMemory(2, extra), cancellationToken)
            ? FrameHeader.Parse(_head[0], _head[1], _head.AsSpan(2, extra))
            : null;
    }

    private void Begin(FrameHeader header)
    {
        if (header.Kind == FrameKind.Continuation)
        {
            if (_kind is null)
            {
                throw FrameHeader.Forbidden("the continuation of a message that had not begun");
            }

            return;
        }

        if (_kind is not null)
        {
            throw FrameHeader.Forbidden("a new message before the former one had ended");
        }

        _kind = header.Kind;
        _length = 0;
        _kept.ResetWrittenCount();
        _text.Reset();
    }

    private Message Finish()
    {
        Decode([], isEnd: true);
        Message message = new(_kind!.Value, _kept.WrittenSpan.ToArray(), _length);
        _kind = null;
        return message;
    }

    private async Task<bool> TryTakeAsync(long length, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            int count = await input.ReadAsync(_piece.AsMemory(0, (int)Math.Min(length, PieceBytes)), cancellationToken);
            if (count == 0)
            {
                return false;
            }

            length -= count;
            _length += count;
            Decode(_piece.AsSpan(0, count), isEnd: false);
            _kept.Write(_piece.AsSpan(0, Math.Min(count, KeptBytes - _kept.WrittenCount)));
        }

        return true;
    }

    /// <summary>Makes sure that a text is UTF-8, over the borders of pieces.</summary>
    private void Decode(ReadOnlySpan<byte> piece, bool isEnd)
    {
        try
        {
            if (_kind == FrameKind.Text)
            {
                _text.GetChars(piece, _letters, isEnd);
            }
        }
        catch (DecoderFallbackException)
        {
            throw FrameHeader.Forbidden("a text that is not UTF-8");
        }
    }
}
