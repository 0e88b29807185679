using System.Buffers;

namespace ContainerNet.Probes.WebSockets;

/// <summary>Which headers may be added to a handshake.</summary>
public static class HeaderRules
{
    private static readonly SearchValues<char> s_token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // The handshake stands and falls with these; a body is not sent.
    private static readonly HashSet<string> s_ours = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Length", "Sec-WebSocket-Extensions", "Sec-WebSocket-Key", "Sec-WebSocket-Version",
        "Transfer-Encoding", "Upgrade",
    };

    /// <summary>What is wrong with a header, or null.</summary>
    public static string? FaultOf(string name, string? value)
    {
        if (!IsToken(name))
        {
            return $"'{name}' is not the name of a header.";
        }

        if (s_ours.Contains(name))
        {
            return $"The header {name} is part of the handshake itself.";
        }

        return FaultOf(value) is string fault ? $"The header {name} {fault}" : null;
    }

    /// <summary>What is wrong with a value, or null.</summary>
    public static string? FaultOf(string? value) => value?.Any(c => c is (< ' ' and not '\t') or >= '\x7f') == true
        ? "has characters that no header may have: line ends, controls, or letters beyond ASCII."
        : null;

    /// <summary>Is it a name in the sense of RFC 9110, as headers and subprotocols must be?</summary>
    public static bool IsToken(string? text) => text is { Length: > 0 } && !text.AsSpan().ContainsAnyExcept(s_token);
}
