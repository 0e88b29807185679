using System.Buffers;
using System.Globalization;
using System.Text;

namespace ContainerNet.Paths.Requests;

/// <summary>Escapes as nginx writes and takes them (src/core/ngx_string.c, ngx_escape_uri, ngx_unescape_uri).</summary>
internal static class UriEscape
{
    private const string Forbidden = " \"#%<>?\\^`{|}\x7f";

    private static readonly SearchValues<char> s_path = Values(Forbidden);
    private static readonly SearchValues<char> s_argument = Values(Forbidden + "&+;");

    /// <summary>A path (NGX_ESCAPE_URI).</summary>
    public static string Path(ReadOnlySpan<char> bytes) => Escape(bytes, s_path);

    /// <summary>A part of a query (NGX_ESCAPE_ARGS).</summary>
    public static string Argument(string bytes) => Escape(bytes, s_argument);

    /// <summary>Takes escapes of plain characters back, up to a question mark, as for redirects (NGX_UNESCAPE_REDIRECT).</summary>
    public static string Redirect(string bytes)
    {
        StringBuilder plain = new(bytes.Length);
        for (int i = 0; i < bytes.Length; i++)
        {
            char ch = bytes[i];
            if (ch == '?')
            {
                return plain.Append(bytes, i, bytes.Length - i).ToString();
            }

            if (ch != '%')
            {
                plain.Append(ch);
                continue;
            }

            // What is no escape loses its percent sign, and a second digit that is none is lost as well.
            if (++i == bytes.Length || !char.IsAsciiHexDigit(bytes[i]))
            {
                plain.Append(i < bytes.Length ? bytes[i].ToString() : "");
                continue;
            }

            if (++i == bytes.Length || !char.IsAsciiHexDigit(bytes[i]))
            {
                continue;
            }

            char value = (char)byte.Parse(bytes.AsSpan(i - 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

            // %3F ends it too.
            if (value == '?')
            {
                return plain.Append('?').Append(bytes, i + 1, bytes.Length - i - 1).ToString();
            }

            if (value is > '%' and < '\x7f')
            {
                plain.Append(value);
            }
            else
            {
                plain.Append(bytes, i - 2, 3);
            }
        }

        return plain.ToString();
    }

    private static SearchValues<char> Values(string forbidden) => SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c), .. forbidden, .. Enumerable.Range(0x80, 0x80).Select(c => (char)c)]);

    private static string Escape(ReadOnlySpan<char> bytes, SearchValues<char> forbidden)
    {
        if (!bytes.ContainsAny(forbidden))
        {
            return bytes.ToString();
        }

        StringBuilder escaped = new(bytes.Length + 8);
        foreach (char ch in bytes)
        {
            if (forbidden.Contains(ch))
            {
                escaped.Append('%').Append(((int)ch).ToString("X2", CultureInfo.InvariantCulture));
            }
            else
            {
                escaped.Append(ch);
            }
        }

        return escaped.ToString();
    }
}
