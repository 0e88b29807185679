using System.Globalization;

namespace ContainerNet.Probes.WebSockets;

/// <summary>Judges the answer to a handshake as a browser does (RFC 6455, 4.1), and says what is behind it.</summary>
internal static class AnswerJudge
{
    // What nginx, Go, Apache and Tomcat say to a plain request at a port that speaks TLS.
    private static readonly string[] s_wantsTls =
    [
        "plain HTTP request was sent to HTTPS port", "HTTP request to an HTTPS server", "plain HTTP to an SSL-enabled server port",
        "combination of host and port requires TLS",
    ];

    /// <summary>What is wrong with it; null when the connection is upgraded.</summary>
    public static WebSocketFailureException? Judge(UpgradeAnswer answer, UpgradeRequest request, bool isTls)
    {
        string detail = DetailOf(answer);
        if (answer.Status == 101)
        {
            return JudgeUpgrade(answer, request);
        }

        if (answer.Status is >= 300 and < 400)
        {
            return Redirect(answer, detail, isTls);
        }

        if (answer.Status == 400 && !isTls && s_wantsTls.Any(w => answer.Body.Contains(w, StringComparison.OrdinalIgnoreCase)))
        {
            return new(WebSocketState.TlsRequired, detail);
        }

        if (answer.Headers.TryGetValue("sec-websocket-version", out string? versions) && !Has(versions, "13"))
        {
            return new(WebSocketState.BadRequest, detail,
                $"The server speaks WebSocket version {ProbeText.Printable(versions, 40)}, and browsers speak 13.");
        }

        return new(StateOf(answer.Status), detail);
    }

    /// <summary>What clients may object to in an upgrade that the protocol allows; empty when there is nothing.</summary>
    public static string NoteOf(UpgradeAnswer answer, UpgradeRequest request) =>
        request.SubProtocols.Count > 0 && !answer.Headers.ContainsKey("sec-websocket-protocol")
            ? "The server chose none of the subprotocols; Chrome ends the connection then."
            : "";

    /// <summary>Status, who says so, and the first words of a body that is no page.</summary>
    public static string DetailOf(UpgradeAnswer answer)
    {
        string phrase = answer.StatusLine.Length > 13 ? ProbeText.Printable(answer.StatusLine[12..], 60) : "";
        string detail = string.Create(CultureInfo.InvariantCulture, $"HTTP {answer.Status}{phrase}");
        if (answer.Headers.TryGetValue("server", out string? server))
        {
            detail += $" from {ProbeText.Printable(server, 40)}";
        }

        string words = answer.Body.Trim();
        return words.Length == 0 || words[0] == '<' ? detail : $"{detail}: {ProbeText.Printable(words.Split('\n')[0].Trim(), 80)}";
    }

    private static WebSocketFailureException? JudgeUpgrade(UpgradeAnswer answer, UpgradeRequest request)
    {
        string upgrade = answer.Headers.GetValueOrDefault("upgrade", "");
        if (!upgrade.Equals("websocket", StringComparison.OrdinalIgnoreCase))
        {
            return Invalid(answer, upgrade.Length == 0 ? "no Upgrade header" : $"an upgrade to {ProbeText.Printable(upgrade, 40)}");
        }

        if (!Has(answer.Headers.GetValueOrDefault("connection", ""), "upgrade"))
        {
            return Invalid(answer, "no Connection: Upgrade");
        }

        string accept = answer.Headers.GetValueOrDefault("sec-websocket-accept", "");
        if (!accept.Equals(request.ExpectedAccept, StringComparison.Ordinal))
        {
            return new(WebSocketState.WrongAcceptKey, accept.Length == 0
                ? $"{DetailOf(answer)} without Sec-WebSocket-Accept"
                : $"{DetailOf(answer)} with Sec-WebSocket-Accept {ProbeText.Printable(accept, 40)} instead of {request.ExpectedAccept}");
        }

        if (answer.Headers.TryGetValue("sec-websocket-protocol", out string? chosen)
            && !request.SubProtocols.Contains(chosen, StringComparer.Ordinal))
        {
            return Invalid(answer, $"subprotocol {ProbeText.Printable(chosen, 40)}, which was not asked for");
        }

        return answer.Headers.GetValueOrDefault("sec-websocket-extensions", "") is { Length: > 0 } extension
            ? Invalid(answer, $"extension {ProbeText.Printable(extension, 60)}, which was not asked for")
            : null;
    }

    private static WebSocketFailureException Redirect(UpgradeAnswer answer, string detail, bool isTls)
    {
        string location = answer.Headers.GetValueOrDefault("location", "");
        detail += location.Length > 0 ? $" to {ProbeText.Printable(location, 200)}" : "";
        return !isTls && location.StartsWith("https:", StringComparison.OrdinalIgnoreCase)
            ? new(WebSocketState.Redirected, detail, "The service wants TLS: use wss:// instead of ws://. Browsers follow no redirect here.")
            : new(WebSocketState.Redirected, detail);
    }

    private static WebSocketState StateOf(int status) => status switch
    {
        < 300 => WebSocketState.NotUpgraded,
        400 or 426 => WebSocketState.BadRequest,
        401 or 407 => WebSocketState.Unauthorized,
        403 => WebSocketState.Forbidden,
        404 => WebSocketState.NotFound,
        < 500 => WebSocketState.ClientError,
        502 => WebSocketState.BadGateway,
        503 => WebSocketState.Unavailable,
        504 => WebSocketState.GatewayTimeout,
        < 600 => WebSocketState.ServerError,
        _ => WebSocketState.InvalidAnswer,
    };

    private static WebSocketFailureException Invalid(UpgradeAnswer answer, string what) =>
        new(WebSocketState.InvalidUpgrade, $"{DetailOf(answer)} with {what}");

    private static bool Has(string list, string word) =>
        list.Split(',').Any(w => w.Trim().Equals(word, StringComparison.OrdinalIgnoreCase));
}
