using System.Globalization;
using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Sources.Engines;

/// <summary>Reads the texts of engines, which may hold anything a container's owner wrote.</summary>
internal static class EngineText
{
    private const int IdentifierMinimum = 12;
    private const int IdentifierMaximum = 128;

    /// <summary>The text without control characters, so that it cannot steer a terminal.</summary>
    internal static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        return text.Any(char.IsControl)
            ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c))
            : text;
    }

    /// <summary>Hexadecimal digits only: it becomes part of a request.</summary>
    internal static bool IsIdentifier(string text) =>
        text.Length is >= IdentifierMinimum and <= IdentifierMaximum && text.All(char.IsAsciiHexDigit);

    internal static IPAddress? Address(string? text) =>
        !string.IsNullOrEmpty(text) && IPAddress.TryParse(text.Trim('[', ']'), out IPAddress? address) ? address : null;

    /// <summary>A time; null for the year 1, by which Go says "never".</summary>
    internal static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
        && time.Year > 1
            ? time.ToUniversalTime()
            : null;

    /// <summary>"80/tcp", or "80" which means TCP; null when it is neither.</summary>
    internal static (int Port, Protocol Protocol)? Port(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        ReadOnlySpan<char> number = slash < 0 ? text : text.AsSpan(0, slash);
        Protocol? protocol = (slash < 0 ? "tcp" : text[(slash + 1)..]) switch
        {
            "tcp" => Protocol.Tcp,
            "udp" => Protocol.Udp,
            "sctp" => Protocol.Sctp,
            _ => null,
        };
        return protocol is Protocol known
            && ushort.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
                ? (port, known)
                : null;
    }
}
