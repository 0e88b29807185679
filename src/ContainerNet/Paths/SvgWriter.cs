using System.Globalization;
using System.Text;

namespace ContainerNet.Paths;

/// <summary>Writes the few elements of SVG that pictures of paths are made of. All text is escaped here and nowhere else.</summary>
internal sealed class SvgWriter
{
    /// <summary>How wide a character of the fixed font is, px at 12 px (0.602 em in DejaVu Sans Mono, the widest of the usual ones).</summary>
    public const double CharacterPx = 7.25;

    private const int LongestTitle = 2000;
    private readonly StringBuilder _text = new();

    /// <summary>A line of text that has at most so many characters; what is longer ends in an ellipsis and is whole in its tooltip.</summary>
    /// <param name="x">Left, px; with an end anchor right.</param>
    /// <param name="y">Base line, px.</param>
    /// <param name="css">Its classes.</param>
    /// <param name="text">The text.</param>
    /// <param name="most">How many characters fit.</param>
    public void Text(double x, double y, string css, string text, int most)
    {
        if (text.Length == 0)
        {
            return;
        }

        string shown = Shorten(text, most);
        string title = shown == text ? "" : $"<title>{Escape(Shorten(text, LongestTitle))}</title>";
        Line($"<text x=\"{Px(x)}\" y=\"{Px(y)}\" class=\"{css}\">{title}{Escape(shown)}</text>");
    }

    /// <summary>A rectangle with round corners.</summary>
    public void Box(double x, double y, double width, double height, double radius, string css) =>
        Line($"<rect x=\"{Px(x)}\" y=\"{Px(y)}\" width=\"{Px(width)}\" height=\"{Px(height)}\" rx=\"{Px(radius)}\" class=\"{css}\"/>");

    /// <summary>A dot.</summary>
    public void Dot(double x, double y, double radius, string css) =>
        Line($"<circle cx=\"{Px(x)}\" cy=\"{Px(y)}\" r=\"{Px(radius)}\" class=\"{css}\"/>");

    /// <summary>Strokes, in the path language of SVG.</summary>
    public void Stroke(string shape, string css) => Line($"<path d=\"{shape}\" class=\"{css}\"/>");

    /// <summary>A line of markup that holds no text of others.</summary>
    public void Line(string markup) => _text.Append(markup).Append('\n');

    /// <summary>A number as SVG reads it, the same in every culture.</summary>
    public static string Px(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>At most so many characters.</summary>
    public static string Shorten(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        // Half a surrogate pair is no text.
        int end = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return $"{text.AsSpan(0, end).TrimEnd()}…";
    }

    /// <summary>Text broken between words into lines of at most so many characters; what does not fit ends in an ellipsis.</summary>
    public static IReadOnlyList<string> Wrap(string text, int width, int lines)
    {
        List<string> wrapped = [];
        string rest = Shorten(text.ReplaceLineEndings(" "), width * (lines + 1));
        while (rest.Length > width && wrapped.Count < lines - 1)
        {
            int space = rest.LastIndexOf(' ', width);
            int end = space > width / 2 ? space : char.IsHighSurrogate(rest[width - 1]) ? width - 1 : width;
            wrapped.Add(rest[..end]);
            rest = rest[end..].TrimStart();
        }

        wrapped.Add(Shorten(rest, width));
        return wrapped;
    }

    /// <summary>Text as XML 1.0 can hold it: markup escaped, and what no document may contain, or what would turn the reading
    /// direction of the lines, replaced.</summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                escaped.Append(c).Append(text[++i]);
                continue;
            }

            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ when IsUnfit(c) => escaped.Append('\uFFFD'),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static bool IsUnfit(char c) => char.IsControl(c) || char.IsSurrogate(c) || c is '\uFFFE' or '\uFFFF'
        or '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
