using System.Text;

namespace ContainerNet.Paths.Requests;

/// <summary>
/// nginx compares bytes. Here each byte is a character of Latin-1 while a request is followed, so that lengths, patterns and
/// escapes come out as there; what is shown becomes text again.
/// </summary>
internal static class ByteText
{
    /// <summary>Text as its bytes of UTF-8.</summary>
    public static string Of(string text) => Ascii.IsValid(text) ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes as text, where they are UTF-8.</summary>
    public static string ToText(string bytes)
    {
        if (Ascii.IsValid(bytes))
        {
            return bytes;
        }

        byte[] raw = Encoding.Latin1.GetBytes(bytes);
        return System.Text.Unicode.Utf8.IsValid(raw) ? Encoding.UTF8.GetString(raw) : bytes;
    }

    /// <summary>Lower case, of A to Z only.</summary>
    public static string Lower(string bytes) =>
        bytes.AsSpan().IndexOfAnyInRange('A', 'Z') < 0
            ? bytes : string.Create(bytes.Length, bytes, static (span, text) => Ascii.ToLower(text, span, out _));
}
