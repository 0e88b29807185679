using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>Tells the messages of nginx apart by their words (src/http/ngx_http_upstream.c and others).</summary>
internal static class ErrorLogKinds
{
    private static readonly (string Words, ProxyErrorKind Kind)[] s_words =
    [
        ("upstream prematurely closed connection", ProxyErrorKind.ClosedEarly),
        ("upstream server temporarily disabled", ProxyErrorKind.ServerDisabled),
        ("no live upstreams", ProxyErrorKind.NoLiveUpstreams),
        ("host not found in upstream", ProxyErrorKind.HostNotFound),
        ("could not be resolved", ProxyErrorKind.NotResolved),
        ("no resolver defined to resolve", ProxyErrorKind.NoResolver),
        ("no port in upstream", ProxyErrorKind.NoPort),
        ("upstream sent too big header", ProxyErrorKind.HeaderTooBig),
        ("upstream sent invalid header", ProxyErrorKind.InvalidHeader),
        ("upstream sent no valid HTTP/", ProxyErrorKind.NotHttp),
        ("upstream sent invalid chunked response", ProxyErrorKind.InvalidChunk),
        ("client intended to send too large", ProxyErrorKind.BodyTooLarge),
        ("client prematurely closed connection", ProxyErrorKind.ClientClosed),
        ("worker_connections are not enough", ProxyErrorKind.TooFewConnections),
        ("access forbidden by rule", ProxyErrorKind.Forbidden),
        ("rewrite or internal redirection cycle", ProxyErrorKind.RedirectCycle),
    ];

    /// <summary>What a message tells of.</summary>
    /// <param name="message">The message.</param>
    /// <param name="number">The kernel's error number in it.</param>
    /// <param name="action">What was being done.</param>
    public static ProxyErrorKind Of(ReadOnlySpan<char> message, int? number, string action)
    {
        if (message.StartsWith("connect() ") || message.StartsWith("kevent() reported that connect() failed"))
        {
            return OfConnect(number, message.Contains("unix:", StringComparison.Ordinal));
        }

        if (message.StartsWith("upstream timed out"))
        {
            return action.StartsWith("connecting to", StringComparison.Ordinal) || action.Contains("handshaking", StringComparison.Ordinal)
                ? ProxyErrorKind.ConnectTimeout
                : action.Contains("upgraded", StringComparison.Ordinal) ? ProxyErrorKind.UpgradedTimeout : ProxyErrorKind.AnswerTimeout;
        }

        if (action.EndsWith("SSL handshaking to upstream", StringComparison.Ordinal) || message.StartsWith("upstream SSL certificate"))
        {
            return message.Contains("wrong version number", StringComparison.Ordinal)
                ? ProxyErrorKind.TlsOnPlainPort : ProxyErrorKind.TlsHandshake;
        }

        return number switch
        {
            104 or 32 when action.Contains("upstream", StringComparison.Ordinal) || action.Contains("upgraded", StringComparison.Ordinal)
                => ProxyErrorKind.Reset,
            2 when message.StartsWith("open() ") || message.Contains("is not found", StringComparison.Ordinal) => ProxyErrorKind.FileMissing,
            24 => ProxyErrorKind.TooFewConnections,
            _ => OfWords(message),
        };
    }

    private static ProxyErrorKind OfConnect(int? number, bool isUnix) => number switch
    {
        111 => ProxyErrorKind.ConnectionRefused,
        113 => ProxyErrorKind.HostUnreachable,
        101 => ProxyErrorKind.NetworkUnreachable,
        13 => ProxyErrorKind.ConnectDenied,
        110 => ProxyErrorKind.ConnectTimeout,
        2 when isUnix => ProxyErrorKind.SocketMissing,
        _ => ProxyErrorKind.Other,
    };

    private static ProxyErrorKind OfWords(ReadOnlySpan<char> message)
    {
        foreach ((string words, ProxyErrorKind kind) in s_words)
        {
            if (message.Contains(words, StringComparison.Ordinal))
            {
                return kind;
            }
        }

        return ProxyErrorKind.Other;
    }
}
