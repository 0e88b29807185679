using System.Globalization;
using ContainerNet.Probes.WebSockets;

namespace ContainerNet.Probes.Proxies;

/// <summary>What came of a request that was sent, or why it was not.</summary>
/// <param name="Url">What was asked for.</param>
/// <param name="Test">What was met; null when nothing was sent.</param>
/// <param name="Note">Why nothing was sent, or what to bear in mind.</param>
internal sealed record SeenAnswer(string Url, WebSocketTest? Test, string Note = "")
{
    /// <summary>The state; Unknown when nothing was sent.</summary>
    public WebSocketState State => Test?.State ?? WebSocketState.Unknown;

    /// <summary>The status of the answer; null when there was none.</summary>
    public int? Status => Test?.Status;

    /// <summary>Was there no connection?</summary>
    public bool IsUnconnected => State is WebSocketState.Refused or WebSocketState.Rejected or WebSocketState.Filtered
        or WebSocketState.Unresolved || (State == WebSocketState.Unknown && Status is null);

    /// <summary>Did the same server answer to TLS, when it had broken off without a word?</summary>
    public bool AnswersToTls { get; init; }

    /// <summary>Did the same server answer when it was asked for the client's host, and had it broken off before?</summary>
    public bool AnswersToHost { get; init; }

    /// <summary>Does one side speak TLS and the other plain HTTP?</summary>
    public bool IsWrongScheme => AnswersToTls || State == WebSocketState.TlsRequired
        || (State == WebSocketState.TlsFailed && Test!.Detail.Contains("plain HTTP", StringComparison.Ordinal));

    /// <summary>Is it the answer that a client hopes for?</summary>
    public bool IsGood(bool isWebSocket) => isWebSocket ? State == WebSocketState.Open : Status is >= 200 and < 400;

    /// <summary>The status, or the state in a word or two; empty when nothing was sent.</summary>
    public string Word => Test is null ? "" : Status is int status ? status.ToString(CultureInfo.InvariantCulture) : State switch
    {
        WebSocketState.Refused => "refused",
        WebSocketState.Rejected => "rejected",
        WebSocketState.Filtered => "timed out",
        WebSocketState.Reset => "reset",
        WebSocketState.ClosedEarly => "closed early",
        WebSocketState.NoAnswer => "no answer",
        WebSocketState.TlsFailed => "TLS failure",
        WebSocketState.TlsRequired => "TLS wanted",
        WebSocketState.Unresolved => "no address",
        WebSocketState.Unknown => "unknown",
        _ => "not HTTP",
    };

    /// <summary>What was seen, in words.</summary>
    public string Detail
    {
        get
        {
            string fault = Test?.CertificateFault is { } certificate ? $"; {certificate} (gone on all the same)" : "";
            return Test is null ? Note : $"{Test.Detail}{fault}{(Note.Length > 0 ? $"; {Note}" : "")}";
        }
    }
}
