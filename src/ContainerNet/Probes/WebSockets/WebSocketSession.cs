using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ContainerNet.Hosting;

namespace ContainerNet.Probes.WebSockets;

/// <summary>A connection that has been upgraded, from the client's side.</summary>
internal sealed class WebSocketSession : IAsyncDisposable
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(1);

    private readonly Stream _stream;
    private readonly MessageReader _reader;
    private readonly CancellationTokenSource _end = new();
    private Task<Message?>? _pending;
    private long _lastHeard = TimeProvider.System.GetTimestamp();
    private int _messages;
    private int _pings;

    /// <summary>Goes on where the handshake ended.</summary>
    /// <param name="stream">Where to send.</param>
    /// <param name="input">What comes in; may hold frames that came with the answer.</param>
    public WebSocketSession(Stream stream, HttpInput input)
    {
        _stream = stream;
        _reader = new MessageReader(input);
    }

    /// <summary>The server's close code, once it has ended the connection.</summary>
    public int? CloseCode { get; private set; }

    /// <summary>The server's words for it.</summary>
    public string CloseReason { get; private set; } = "";

    /// <summary>How long there had been silence when it ended.</summary>
    public TimeSpan? Silence { get; private set; }

    /// <summary>What came by itself, in words; empty when nothing did.</summary>
    public string Unasked => (_messages, _pings) switch
    {
        (0, 0) => "",
        (_, 0) => $"other messages: {_messages}",
        (0, _) => $"pings of the server: {_pings}",
        _ => $"other messages: {_messages}, pings of the server: {_pings}",
    };

    /// <summary>Sends a ping and waits for its pong.</summary>
    /// <returns>The time between.</returns>
    /// <exception cref="WebSocketFailureException">Silent, Closed, Dropped, ProtocolError.</exception>
    public Task<TimeSpan> PingAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        AskAsync(FrameKind.Ping, RandomNumberGenerator.GetBytes(8), FrameKind.Pong, limit, cancellationToken);

    /// <summary>Sends a text and waits until it comes back.</summary>
    /// <returns>The time between.</returns>
    /// <exception cref="WebSocketFailureException">Silent, Closed, Dropped, ProtocolError.</exception>
    public Task<TimeSpan> EchoAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        AskAsync(
            FrameKind.Text,
            Encoding.ASCII.GetBytes($"ContainerNet {RandomNumberGenerator.GetHexString(16)}"),
            FrameKind.Text,
            limit,
            cancellationToken);

    /// <summary>Says nothing for a while. Pings of the server are answered, as every client does.</summary>
    /// <exception cref="WebSocketFailureException">Closed, Dropped, ProtocolError.</exception>
    public async Task IdleAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (await NextAsync(start, time, cancellationToken) is not null)
        {
            _messages++;
        }
    }

    /// <summary>Takes leave. A server that does not answer it loses nothing by that.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            long start = TimeProvider.System.GetTimestamp();
            await SendAsync(FrameKind.Close, CloseFrame.Payload(CloseFrame.Normal), s_farewell, cancellationToken);
            while (await NextAsync(start, s_farewell, cancellationToken) is not null)
            {
            }
        }
        catch (WebSocketFailureException)
        {
            Silence = null;
        }
    }

    /// <summary>Lets go of what waits for the next message.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (_pending is not null)
        {
            await ((Task)_pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _end.Dispose();
    }

    private async Task<TimeSpan> AskAsync(
        FrameKind sent, byte[] payload, FrameKind wanted, TimeSpan limit, CancellationToken cancellationToken)
    {
        long start = TimeProvider.System.GetTimestamp();
        await SendAsync(sent, payload, limit, cancellationToken);
        while (await NextAsync(start, limit, cancellationToken) is { } message)
        {
            if (message.Kind == wanted && message.Payload.AsSpan().SequenceEqual(payload))
            {
                return TimeProvider.System.GetElapsedTime(start);
            }

            _messages++;
        }

        string what = sent == FrameKind.Ping ? "no pong" : "no echo";
        string meanwhile = _reader.IsUnfinished ? $"; a message was still coming, {_reader.Length} bytes so far"
            : Unasked.Length > 0 ? $"; {Unasked}" : "";
        throw new WebSocketFailureException(WebSocketState.Silent, $"{what} within {ProbeText.Seconds(limit)} s{meanwhile}");
    }

    /// <summary>The next message that is not about the connection; null when the time is up.</summary>
    private async Task<Message?> NextAsync(long start, TimeSpan limit, CancellationToken cancellationToken)
    {
        while (limit - TimeProvider.System.GetElapsedTime(start) is { Ticks: > 0 } left)
        {
            // It goes on when the time is up: a frame that was read by half would be lost. On another thread, because a flood
            // of data never waits and would never come back from here.
            _pending ??= Task.Run(() => _reader.ReadAsync(_end.Token), CancellationToken.None);
            Message? message;
            try
            {
                message = await _pending.WaitAsync(left, cancellationToken);
            }
            catch (TimeoutException)
            {
                return null;
            }
            catch (IOException e)
            {
                _pending = null;
                throw Ended(e.InnerException is SocketException ? "reset" : "broken off");
            }

            _pending = null;
            switch (message)
            {
                case null:
                    throw Ended("ended");
                case { Kind: FrameKind.Ping }:
                    _pings++;
                    await SendAsync(FrameKind.Pong, message.Payload, left, cancellationToken);
                    break;
                case { Kind: FrameKind.Close }:
                    throw await ClosedAsync(message, left, cancellationToken);
                default:
                    _lastHeard = TimeProvider.System.GetTimestamp();
                    return message;
            }
        }

        return null;
    }

    private async Task SendAsync(FrameKind kind, byte[] payload, TimeSpan limit, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(limit);
        try
        {
            await _stream.WriteAsync(FrameWriter.Write(kind, payload), limited.Token);
            _lastHeard = TimeProvider.System.GetTimestamp();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WebSocketFailureException(WebSocketState.Silent, "the server takes no more data");
        }
        catch (IOException e)
        {
            // What the server said before it went is still to be read, but for a reset.
            throw Ended(e.InnerException is SocketException ? "reset" : "broken off");
        }
    }

    private async Task<WebSocketFailureException> ClosedAsync(Message message, TimeSpan left, CancellationToken cancellationToken)
    {
        CloseFrame close = CloseFrame.Parse(message.Payload);
        Silence = TimeProvider.System.GetElapsedTime(_lastHeard);
        (CloseCode, CloseReason) = (close.Code, close.Reason);
        try
        {
            await SendAsync(FrameKind.Close, message.Payload, left, cancellationToken);
        }
        catch (WebSocketFailureException)
        {
            // It may have gone already; its code is what counts.
            CloseCode = close.Code;
        }

        return new(WebSocketState.Closed, $"closed by the server after {SilenceText} with {close}");
    }

    private WebSocketFailureException Ended(string how)
    {
        Silence ??= TimeProvider.System.GetElapsedTime(_lastHeard);
        CloseCode ??= CloseFrame.Abnormal;
        string where = _reader.IsUnfinished ? " in the middle of a message" : "";
        return new(WebSocketState.Dropped, $"{how}{where} after {SilenceText}, without a close frame");
    }

    private string SilenceText => $"{ProbeText.Seconds(TimeSpan.FromMilliseconds(Math.Round(Silence!.Value.TotalMilliseconds)))} s of silence";
}
