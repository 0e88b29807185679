namespace ContainerNet.Paths.Requests;

/// <summary>The host of a request, as nginx takes it from a Host header (ngx_http_validate_host).</summary>
internal static class HostName
{
    /// <summary>In lower case, without port and last dot; null when nginx answers 400.</summary>
    public static string? Of(string header)
    {
        int end = header.StartsWith('[')
            ? header.IndexOf(']', StringComparison.Ordinal) + 1 : header.IndexOf(':', StringComparison.Ordinal);
        end = end < 0 ? header.Length : end;
        string host = header[..end];
        string rest = header[end..];
        if ((rest.Length > 0 && !IsPort(rest)) || host.Contains("..", StringComparison.Ordinal))
        {
            return null;
        }

        foreach (char ch in host)
        {
            if (!char.IsAsciiLetterOrDigit(ch) && !"-._~!$&'()*+,;=%[]:".Contains(ch, StringComparison.Ordinal))
            {
                return null;
            }
        }

        host = host.EndsWith('.') ? host[..^1] : host;
        return host.Length == 0 ? null : ByteText.Lower(host);
    }

    private static bool IsPort(string text) => text[0] == ':' && text.Skip(1).All(char.IsAsciiDigit)
        && (text.Length == 1 || (text.Length < 12 && long.Parse(text.AsSpan(1), null) <= 65535));
}
