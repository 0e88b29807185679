namespace ContainerNet.Paths.Ingresses;

/// <summary>The directives of a snippet. It may hold anything; what is not known to leave a request's way alone makes the way unknown.</summary>
internal static class SnippetWords
{
    private static readonly HashSet<string> s_harmless = new(StringComparer.Ordinal)
    {
        "more_set_headers", "more_clear_headers", "add_header", "expires", "proxy_hide_header", "proxy_pass_header", "proxy_redirect",
        "proxy_cookie_path", "proxy_cookie_domain", "proxy_cookie_flags", "sub_filter", "sub_filter_once", "sub_filter_types", "gzip", "gzip_types",
        "proxy_set_header", "more_set_input_headers", "more_clear_input_headers", "proxy_read_timeout", "proxy_send_timeout", "proxy_connect_timeout",
        "proxy_buffering", "proxy_buffer_size", "proxy_buffers", "proxy_busy_buffers_size", "proxy_request_buffering", "client_max_body_size",
        "client_body_buffer_size", "proxy_http_version", "proxy_ssl_name", "proxy_ssl_server_name", "proxy_ssl_verify", "access_log", "error_log",
        "log_by_lua_block", "port_in_redirect", "absolute_redirect", "server_tokens", "limit_rate", "chunked_transfer_encoding", "etag", "charset",
    };

    /// <summary>The first directive that may change where a request goes; null when there is none.</summary>
    public static string? Decisive(string snippet)
    {
        int at = 0;
        while (Word(snippet, ref at) is { } name)
        {
            if (!s_harmless.Contains(name) || !SkipArguments(snippet, ref at))
            {
                return name;
            }
        }

        return null;
    }

    private static string? Word(string text, ref int at)
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] == '#'))
        {
            at = text[at] == '#' && text.IndexOf('\n', at) is int end ? end < 0 ? text.Length : end : at + 1;
        }

        int start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not (';' or '{' or '}' or '"' or '\''))
        {
            at++;
        }

        return start == text.Length ? null : text[start..at];
    }

    /// <summary>To behind the semicolon; false where a block begins, or nothing ends the directive.</summary>
    private static bool SkipArguments(string text, ref int at)
    {
        char quote = '\0';
        for (; at < text.Length; at++)
        {
            char ch = text[at];
            if (ch == '\\')
            {
                at++;
            }
            else if (quote != '\0')
            {
                quote = ch == quote ? '\0' : quote;
            }
            else if (ch is '"' or '\'')
            {
                quote = ch;
            }
            else if (ch is '{' or '}')
            {
                return false;
            }
            else if (ch == ';')
            {
                at++;
                return true;
            }
        }

        return false;
    }
}
