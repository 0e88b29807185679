using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Probes.WebSockets;

/// <summary>One attempt to open a WebSocket and to use it; the result grows with each step.</summary>
internal sealed class WebSocketAttempt
{
    private readonly WebSocketProbe _probe;
    private readonly ExternalVantage? _external;
    private readonly CancellationToken _stop;
    private readonly UpgradeRequest _request;
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private WebSocketTest _test;
    private long _accepted;
    private string _note = "";

    /// <summary>An attempt.</summary>
    /// <param name="probe">What to try.</param>
    /// <param name="external">The place to stand for <see cref="Vantage.External"/>.</param>
    /// <param name="stop">Stops it.</param>
    public WebSocketAttempt(WebSocketProbe probe, ExternalVantage? external, CancellationToken stop)
    {
        _probe = probe;
        _external = external;
        _stop = stop;
        _request = UpgradeRequest.Of(probe);
        _test = WebSocketTest.Unknown(probe);
    }

    private bool IsTls => _probe.Uri.Scheme is "wss" or "https";

    /// <summary>Tries.</summary>
    /// <exception cref="ContainerNetException">NamespaceNotFound, PermissionDenied.</exception>
    public async Task<WebSocketTest> RunAsync()
    {
        try
        {
            await TryAsync();
            return _test;
        }
        catch (WebSocketFailureException e)
        {
            return _test with { State = e.State, Detail = e.Message, Reason = Joined(e.Reason ?? WebSocketMeaning.Of(e.State, _probe.IsAtApplication), _note) };
        }
    }

    private async Task TryAsync()
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        limit.CancelAfter(_probe.Limit);
        IPAddress address = await ResolveAsync(limit.Token);
        (Socket made, IPAddress? source) = VantageSocket.Make(
            _probe.Vantage, _probe.ContainerProcessId, _external, address, isTcp: true);
        using Socket socket = made;
        _test = _test with { Address = address, SourceAddress = source };
        IPEndPoint target = new(address, _test.Port);
        if (await TcpConnect.TryAsync(socket, target, source, _probe.Limit, limit.Token, _stop) is { } met)
        {
            throw Unconnected(met, address);
        }

        _accepted = TimeProvider.System.GetTimestamp();
        await using FirstBytesStream first = new(new NetworkStream(socket, ownsSocket: false));
        (Stream stream, HttpInput input) = await UpgradeAsync(first, limit.Token);
        await using Stream held = stream;
        await using WebSocketSession session = new(stream, input);
        await UseAsync(session);
    }

    private async Task<IPAddress> ResolveAsync(CancellationToken limit)
    {
        if ((_probe.Address ?? Literal()) is { } known)
        {
            return known;
        }

        string name = _probe.Uri.IdnHost;
        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(name, limit);
            if (addresses.Length > 1)
            {
                _note = $"{name} has {addresses.Length - 1} more addresses, which -Address tests: "
                    + $"{string.Join(", ", addresses.Skip(1).Take(4).Select(a => a.ToString()))}.";
            }

            return addresses.FirstOrDefault() ?? throw new WebSocketFailureException(
                WebSocketState.Unresolved, $"{name} has no address");
        }
        catch (SocketException e)
        {
            throw new WebSocketFailureException(WebSocketState.Unresolved, $"{name} has no address: {e.Message}");
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            throw new WebSocketFailureException(WebSocketState.Unresolved,
                $"no address for {name} within {ProbeText.Seconds(_probe.Limit)} s", "The name server of this host does not answer.");
        }
    }

    private IPAddress? Literal() => IPAddress.TryParse(_probe.Uri.DnsSafeHost, out IPAddress? address) ? address : null;

    private WebSocketFailureException Unconnected(ProbeOutcome met, IPAddress address)
    {
        WebSocketState state = met.State switch
        {
            PortState.Refused => WebSocketState.Refused,
            PortState.Rejected => WebSocketState.Rejected,
            PortState.Filtered => WebSocketState.Filtered,
            PortState.OpenButReset => WebSocketState.Reset,
            _ => WebSocketState.Unknown,
        };
        _note = Joined(_external?.NoteFor(address, met.State) ?? "", _note);
        return new(state, met.Detail);
    }

    private async Task<(Stream Stream, HttpInput Input)> UpgradeAsync(FirstBytesStream first, CancellationToken limit)
    {
        Stream stream = first;
        try
        {
            if (IsTls)
            {
                stream = await SecureAsync(first, limit);
            }

            await stream.WriteAsync(_request.Bytes, limit);
            HttpInput input = new(stream.ReadAsync);
            UpgradeAnswer answer = await AnswerReader.ReadAsync(input, limit);
            Take(answer);
            return AnswerJudge.Judge(answer, _request, IsTls) is { } failure ? throw failure : (stream, input);
        }
        catch (Exception e)
        {
            await stream.DisposeAsync();
            if (FailureOf(e, first, stream is SslStream) is { } failure)
            {
                throw failure;
            }

            throw;
        }
    }

    private async Task<SslStream> SecureAsync(FirstBytesStream first, CancellationToken limit)
    {
        (SslStream secure, string? fault) = await TlsLayer.OpenAsync(
            first, _probe.TlsName ?? _probe.Uri.IdnHost, _probe.SkipCertificateCheck, limit);
        _test = _test with { Tls = secure.SslProtocol.ToString(), CertificateFault = fault };
        _note = Joined(fault is null ? "" : $"Accepted all the same: {fault}.", _note);
        return secure;
    }

    private void Take(UpgradeAnswer answer)
    {
        _test = _test with
        {
            Status = answer.Status,
            StatusLine = answer.StatusLine,
            Headers = answer.Headers,
            Body = answer.Body,
            SubProtocol = answer.Headers.GetValueOrDefault("sec-websocket-protocol"),
            HandshakeMs = TimeProvider.System.GetElapsedTime(_start).TotalMilliseconds,
            Detail = AnswerJudge.DetailOf(answer),
        };
        if (answer.Status == 101)
        {
            _note = Joined(AnswerJudge.NoteOf(answer, _request), _note);
        }
    }

    /// <summary>What an exception on the way to the answer means; null for one that is none of its business.</summary>
    private WebSocketFailureException? FailureOf(Exception error, FirstBytesStream first, bool isSecure)
    {
        string after = $"{ProbeText.MillisecondsSince(_accepted)} ms after accept";
        switch (error)
        {
            case OperationCanceledException when !_stop.IsCancellationRequested:
                return first.Received == 0 ? Unanswered(isSecure) : Unfinished(first);
            case InvalidDataException:
                return isSecure
                    ? new(WebSocketState.InvalidAnswer, $"what came over TLS is not an answer in HTTP: {error.Message}")
                    : ForeignSpeech.InsteadOfHttp(first.First, error.Message);
            case IOException { InnerException: SocketException }:
                return ForeignSpeech.IsTlsAlert(first.First)
                    ? ForeignSpeech.InsteadOfHttp(first.First, error.Message)
                    : new(WebSocketState.Reset, $"reset {after}");
            case IOException when isSecure:
                // A server that wants a certificate of the client says so only now, in an alert that OpenSSL reads.
                return new(WebSocketState.TlsFailed, TlsLayer.WordsOf(error));
            case IOException:
                return new(WebSocketState.ClosedEarly, $"closed {after}");
            default:
                return null;
        }
    }

    private WebSocketFailureException Unanswered(bool isSecure)
    {
        string within = $"within {ProbeText.Seconds(_probe.Limit)} s";
        return IsTls && !isSecure
            ? new(WebSocketState.NoAnswer, $"accepted, and no answer to the TLS handshake {within}",
                "What accepts there hangs, or does not speak TLS.")
            : new(WebSocketState.NoAnswer, $"accepted, and no answer {within}");
    }

    private WebSocketFailureException Unfinished(FirstBytesStream first) =>
        !IsTls && ForeignSpeech.IsTlsAlert(first.First)
            ? ForeignSpeech.InsteadOfHttp(first.First, "")
            : new(WebSocketState.NoAnswer, string.Create(
                CultureInfo.InvariantCulture,
                $"{first.Received} bytes of an answer, and no end of it within {ProbeText.Seconds(_probe.Limit)} s"));

    private async Task UseAsync(WebSocketSession session)
    {
        try
        {
            await ExchangeAsync(session);
            if (_probe.Idle > TimeSpan.Zero)
            {
                await IdleAsync(session);
            }

            await session.CloseAsync(_stop);
            _test = _test with { State = WebSocketState.Open, Reason = Joined(Sentence(session.Unasked), _note) };
        }
        finally
        {
            _test = _test with
            {
                CloseCode = session.CloseCode,
                CloseReason = session.CloseReason,
                SilentSeconds = session.Silence?.TotalSeconds,
            };
        }
    }

    private async Task ExchangeAsync(WebSocketSession session)
    {
        if (_probe.Exchange == WebSocketExchange.None)
        {
            return;
        }

        TimeSpan time = _probe.Exchange == WebSocketExchange.Echo
            ? await session.EchoAsync(_probe.Limit, _stop)
            : await session.PingAsync(_probe.Limit, _stop);
        string what = _probe.Exchange == WebSocketExchange.Echo ? "the text" : "the pong";
        _test = _test with
        {
            EchoMs = time.TotalMilliseconds,
            Detail = string.Create(CultureInfo.InvariantCulture, $"{_test.Detail}; {what} came back after {time.TotalMilliseconds:0.0} ms"),
        };
    }

    private async Task IdleAsync(WebSocketSession session)
    {
        string asked = $"{ProbeText.Seconds(_probe.Idle)} s of silence";
        try
        {
            await session.IdleAsync(_probe.Idle, _stop);
            await session.PingAsync(_probe.Limit, _stop);
            _test = _test with { Detail = $"{_test.Detail}; survives {asked}" };
        }
        catch (WebSocketFailureException e) when (e.State == WebSocketState.Dropped)
        {
            throw new WebSocketFailureException(e.State, e.Message,
                "A proxy or firewall on the way ends connections that are silent for so long (nginx: proxy_read_timeout, 60 s unless "
                + "it is set; browsers report 1006). Raise its limit, or let server or client ping more often.");
        }
        catch (WebSocketFailureException e) when (e.State == WebSocketState.Silent)
        {
            throw new WebSocketFailureException(e.State, $"{e.Message}, after {asked}",
                "The connection died in silence and nobody was told: connection tracking or a load balancer forgot it.");
        }
    }

    private static string Sentence(string words) => words.Length == 0 ? "" : $"{char.ToUpperInvariant(words[0])}{words[1..]}.";

    private static string Joined(string first, string second) =>
        first.Length == 0 ? second : second.Length == 0 ? first : $"{first} {second}";
}
