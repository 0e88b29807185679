using System.Net;

namespace ContainerNet.Paths.Visits;

/// <summary>
/// The start tags of HTML, with their attributes, as the preload scanner of a browser takes them: what a page asks for hangs on tags alone, and no
/// tree is needed for it. Comments are passed over, and so are the texts of elements in which tags are text. Each character is looked at once or
/// twice, whatever a server sends.
/// </summary>
internal sealed class TagReader(string html)
{
    private const int TagLimit = 20_000;
    private const int AttributeLimit = 100;
    private const string Space = " \t\r\n\f";

    private int _place;

    /// <summary>The tags, in their order.</summary>
    public IEnumerable<PageTag> Read()
    {
        for (int count = 0; count < TagLimit && Next() is { } tag; count++)
        {
            yield return tag;
        }
    }

    private PageTag? Next()
    {
        while (_place < html.Length)
        {
            int open = html.IndexOf('<', _place);
            if (open < 0 || open + 1 >= html.Length)
            {
                return null;
            }

            _place = open + 1;
            char first = html[_place];
            if (first is '!' or '?' or '/')
            {
                Skip(html.AsSpan(_place).StartsWith("!--") ? "-->" : ">");
            }
            else if (char.IsAsciiLetter(first))
            {
                return Tag();
            }
        }

        return null;
    }

    private void Skip(string end)
    {
        int found = html.IndexOf(end, _place, StringComparison.Ordinal);
        _place = found < 0 ? html.Length : found + end.Length;
    }

    private PageTag Tag()
    {
        string name = Word("/>").ToLowerInvariant();
        Dictionary<string, string> attributes = new(StringComparer.Ordinal);
        while (_place < html.Length && html[_place] != '>')
        {
            if (Space.Contains(html[_place], StringComparison.Ordinal) || html[_place] == '/')
            {
                _place++;
                continue;
            }

            (string key, string value) = Attribute();
            if (attributes.Count < AttributeLimit)
            {
                attributes.TryAdd(key, value);
            }
        }

        _place = Math.Min(_place + 1, html.Length);
        return new PageTag(name, attributes, name is "script" or "style" or "textarea" or "title" or "noscript" or "template" or "xmp" ? Inside(name) : "");
    }

    private (string Key, string Value) Attribute()
    {
        // A sign of equality in front belongs to the name.
        int start = _place++;
        Word("/>=");
        string key = html[start.._place].ToLowerInvariant();
        int after = _place;
        SkipSpace();
        if (_place >= html.Length || html[_place] != '=')
        {
            _place = after;
            return (key, "");
        }

        _place++;
        SkipSpace();
        if (_place < html.Length && html[_place] is '"' or '\'')
        {
            int end = html.IndexOf(html[_place], _place + 1);
            string quoted = html[(_place + 1)..(end < 0 ? html.Length : end)];
            _place = end < 0 ? html.Length : end + 1;
            return (key, WebUtility.HtmlDecode(quoted));
        }

        return (key, WebUtility.HtmlDecode(Word(">")));
    }

    private string Word(string ends)
    {
        int start = _place;
        while (_place < html.Length && !Space.Contains(html[_place], StringComparison.Ordinal) && !ends.Contains(html[_place], StringComparison.Ordinal))
        {
            _place++;
        }

        return html[start.._place];
    }

    private void SkipSpace()
    {
        while (_place < html.Length && Space.Contains(html[_place], StringComparison.Ordinal))
        {
            _place++;
        }
    }

    private string Inside(string name)
    {
        int start = _place;
        int end = html.IndexOf($"</{name}", start, StringComparison.OrdinalIgnoreCase);
        _place = end < 0 ? html.Length : end;
        return html[start.._place];
    }
}
