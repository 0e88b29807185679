using System.Text;

namespace ContainerNet.Sources.Nginx;

/// <summary>Words as nginx takes them: without quotes, escapes resolved.</summary>
internal static class WordText
{
    /// <summary>A word as nginx takes it.</summary>
    /// <param name="written">As it was written. Only a quoted word begins with a quote.</param>
    /// <param name="encoding">How bytes are meant.</param>
    /// <param name="pool">Where strings come from.</param>
    public static string Value(ReadOnlySpan<byte> written, Encoding encoding, WordPool pool)
    {
        ReadOnlySpan<byte> inside = Inside(written);
        if (!inside.Contains((byte)'\\'))
        {
            return pool.Get(inside, encoding);
        }

        Span<byte> value = inside.Length <= NginxLexer.Longest ? stackalloc byte[inside.Length] : new byte[inside.Length];
        return pool.Get(value[..Unescape(inside, value)], encoding);
    }

    /// <summary>What stands between the quotes, where there are any.</summary>
    public static ReadOnlySpan<byte> Inside(ReadOnlySpan<byte> written) =>
        written is [(byte)'"' or (byte)'\'', ..] ? written[1..^1] : written;

    private static int Unescape(ReadOnlySpan<byte> text, Span<byte> value)
    {
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte next = text[i] == '\\' && i + 1 < text.Length ? text[i + 1] : (byte)0;
            i += next is (byte)'"' or (byte)'\'' or (byte)'\\' or (byte)'t' or (byte)'r' or (byte)'n' ? 1 : 0;
            value[length++] = next switch
            {
                (byte)'"' or (byte)'\'' or (byte)'\\' => next,
                (byte)'t' => (byte)'\t',
                (byte)'r' => (byte)'\r',
                (byte)'n' => (byte)'\n',
                _ => text[i],
            };
        }

        return length;
    }
}
