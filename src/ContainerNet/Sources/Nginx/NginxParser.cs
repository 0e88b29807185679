using System.Text;
using System.Text.Unicode;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>Reads one configuration file into a tree. What nginx would refuse ends the tree there and is told.</summary>
internal static class NginxParser
{
    /// <summary>Far deeper than anybody nests locations, and no danger to the stack of who walks the tree.</summary>
    internal const int DepthLimit = 100;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Parses the content of a file.</summary>
    public static NginxFile Parse(string path, ReadOnlySpan<byte> content, WordPool? pool = null)
    {
        if (content.Contains((byte)0))
        {
            return new NginxFile(path, [], Refused(path, 1, "it is no text: there is a null character in it"));
        }

        bool marked = content.StartsWith(ByteOrderMark);
        ReadOnlySpan<byte> text = marked ? content[ByteOrderMark.Length..] : content;
        List<NginxDirective> directives = [];
        bool isUtf8 = Utf8.IsValid(text);
        ProxyProblem? problem = ParseText(path, text, isUtf8 ? Encoding.UTF8 : Encoding.Latin1, pool ?? new WordPool(), directives);
        problem ??= marked ? Refused(path, 1, "it begins with a byte order mark, which nginx takes for part of the first word")
            : isUtf8 ? null
            : new ProxyProblem(ProxyProblemKind.Unread, new SourceLine(path, 1), "it is not UTF-8, and was read as Latin-1");
        return new NginxFile(path, directives, problem);
    }

    private static ProxyProblem? ParseText(
        string path, ReadOnlySpan<byte> text, Encoding encoding, WordPool pool, List<NginxDirective> directives)
    {
        NginxLexer lexer = new(text, encoding, pool);
        List<NginxWord> words = [];
        Stack<Open> open = [];
        List<NginxDirective> current = directives;
        while (true)
        {
            NginxToken token = lexer.Read(words);
            SourceLine source = new(path, lexer.FirstLine);
            switch (token)
            {
                case NginxToken.Statement:
                    current.Add(new NginxDirective(source, words.ToArray()));
                    break;
                case NginxToken.BlockStart when LuaBlock.IsNameOf(words[0].Value):
                    int length = LuaBlock.End(text[lexer.Position..]);
                    if (length < 0)
                    {
                        return Refused(path, lexer.FirstLine, "unexpected end of file, expecting \"}\" of Lua");
                    }

                    ReadOnlySpan<byte> script = text.Slice(lexer.Position, length);
                    lexer.Line += script.Count((byte)'\n');
                    lexer.Position += length + 1;
                    current.Add(new NginxDirective(source, words.ToArray()) { Script = encoding.GetString(script) });
                    break;
                case NginxToken.BlockStart when open.Count == DepthLimit:
                    return new ProxyProblem(
                        ProxyProblemKind.Unread, source, $"more than {DepthLimit} blocks inside each other");
                case NginxToken.BlockStart:
                    List<NginxDirective> block = [];
                    current.Add(new NginxDirective(source, words.ToArray()) { Block = block });
                    open.Push(new Open(current, source.Line));
                    current = block;
                    break;
                case NginxToken.BlockEnd when open.TryPop(out Open outer):
                    current = outer.Directives;
                    break;
                case NginxToken.BlockEnd:
                    return Refused(path, lexer.Line, "unexpected \"}\"");
                case NginxToken.FileEnd:
                    return open.TryPeek(out Open last)
                        ? Refused(path, lexer.Line, $"unexpected end of file, expecting \"}}\" of line {last.Line}") : null;
                default:
                    return Refused(path, lexer.Line, lexer.Error);
            }
        }
    }

    private static ProxyProblem Refused(string path, int line, string reason) =>
        new(ProxyProblemKind.Refused, new SourceLine(path, line), reason);

    /// <summary>A block that is not closed yet: where the directives around it go, and its line.</summary>
    private readonly record struct Open(List<NginxDirective> Directives, int Line);
}
