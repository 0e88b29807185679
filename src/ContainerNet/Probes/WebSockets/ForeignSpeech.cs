using System.Globalization;

namespace ContainerNet.Probes.WebSockets;

/// <summary>Tells by its first bytes what speaks at a port that does not speak what was expected.</summary>
internal static class ForeignSpeech
{
    private const byte TlsAlert = 0x15, TlsMajor = 3, HttpSettings = 4;

    /// <summary>Where an answer in HTTP was expected.</summary>
    public static WebSocketFailureException InsteadOfHttp(ReadOnlySpan<byte> first, string problem)
    {
        if (IsTlsAlert(first))
        {
            return new(WebSocketState.TlsRequired, $"a TLS alert for an answer{AlertOf(first)}");
        }

        // A frame of HTTP/2: 24 bits of length, the type, flags, and stream 0.
        if (first is [0, 0, _, HttpSettings, _, 0, 0, 0, 0, ..])
        {
            return new(WebSocketState.InvalidAnswer, "answers in HTTP/2", "Only HTTP/2 is spoken there, as gRPC servers do.");
        }

        return first.StartsWith("HTTP/"u8)
            ? new(WebSocketState.InvalidAnswer, $"answers in HTTP that cannot be read: {problem}")
            : new(WebSocketState.InvalidAnswer, $"answers, but not in HTTP: {ProbeText.Printable(first)}");
    }

    /// <summary>Where TLS was expected; null when the bytes are those of TLS.</summary>
    public static WebSocketFailureException? InsteadOfTls(ReadOnlySpan<byte> first) => first switch
    {
        [] or [0x16, TlsMajor, ..] => null,
        [TlsAlert, TlsMajor, ..] => new(WebSocketState.TlsFailed, $"refuses by a TLS alert{AlertOf(first)}", MeaningOf(first)),
        [(byte)'H', (byte)'T', (byte)'T', (byte)'P', (byte)'/', ..] => new(
            WebSocketState.TlsFailed,
            $"answers in plain HTTP: {ProbeText.Printable(first)}",
            "The port does not speak TLS: use ws://, or let a proxy before it end TLS."),
        _ => new(
            WebSocketState.TlsFailed,
            $"answers, but not in TLS: {ProbeText.Printable(first)}",
            "What listens there speaks another protocol."),
    };

    /// <summary>Does it begin with an alert of TLS?</summary>
    public static bool IsTlsAlert(ReadOnlySpan<byte> first) => first is [TlsAlert, TlsMajor, ..];

    private static string AlertOf(ReadOnlySpan<byte> first)
    {
        if (first is not [_, _, _, 0, 2, _, byte code, ..])
        {
            return "";
        }

        string name = code switch
        {
            10 => "unexpected message",
            40 => "handshake failure",
            47 => "illegal parameter",
            49 => "access denied",
            70 => "protocol version",
            71 => "insufficient security",
            80 => "internal error",
            112 => "unrecognized name",
            116 => "certificate required",
            120 => "no application protocol",
            _ => "alert",
        };
        return string.Create(CultureInfo.InvariantCulture, $": {name} ({code})");
    }

    private static string? MeaningOf(ReadOnlySpan<byte> first) => first is [_, _, _, 0, 2, _, byte code, ..]
        ? code switch
        {
            70 => "The server speaks only versions of TLS that this host does not.",
            112 => "No virtual host there has this name.",
            120 => "The server does not speak HTTP/1.1, which WebSockets need.",
            116 => "The server wants a certificate of the client.",
            _ => null,
        }
        : null;
}
