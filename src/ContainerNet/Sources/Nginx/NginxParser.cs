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
    /// <param name="path">Its path.</param>
    /// <param name="content">Its bytes, which the result goes on reading from.</param>
    /// <param name="pool">Where strings come from; nobody's else when null.</param>
    /// <param name="buffers">What to collect in; nobody's else when null.</param>
    public static NginxFile Parse(string path, byte[] content, WordPool? pool = null, NginxBuffers? buffers = null)
    {
        if (content.Contains((byte)0))
        {
            return new NginxFile(path, Refused(path, 1, "it is no text: there is a null character in it"));
        }

        bool marked = content.AsSpan().StartsWith(ByteOrderMark);
        ReadOnlyMemory<byte> text = content.AsMemory(marked ? ByteOrderMark.Length : 0);
        buffers ??= new NginxBuffers();
        buffers.Clear();
        bool isUtf8 = Utf8.IsValid(text.Span);
        ProxyProblem? problem = ParseText(path, text.Span, buffers);

        // What is open at the end, because the file is cut or broken there, holds all that follows it.
        while (buffers.Open.TryPop(out int open))
        {
            Close(buffers.Entries, open);
        }

        problem ??= marked ? Refused(path, 1, "it begins with a byte order mark, which nginx takes for part of the first word")
            : isUtf8 ? null
            : new ProxyProblem(ProxyProblemKind.Unread, new SourceLine(path, 1), "it is not UTF-8, and was read as Latin-1");
        return new NginxFile(path, text, isUtf8 ? Encoding.UTF8 : Encoding.Latin1, pool ?? new WordPool(), buffers, problem);
    }

    private static ProxyProblem? ParseText(string path, ReadOnlySpan<byte> text, NginxBuffers found)
    {
        NginxLexer lexer = new(text);
        while (true)
        {
            int first = found.Words.Count;
            NginxToken token = lexer.Read(found.Words);
            NginxEntry entry = new(lexer.FirstLine, first, found.Words.Count - first, 0);
            switch (token)
            {
                case NginxToken.Statement:
                    if (entry.WordCount == 2 && Name(text, found, first).SequenceEqual("include"u8))
                    {
                        found.Includes.Add(found.Entries.Count);
                    }

                    found.Entries.Add(entry);
                    break;
                case NginxToken.BlockStart when LuaBlock.IsNameOf(Name(text, found, first)):
                    int length = LuaBlock.End(text[lexer.Position..]);
                    if (length < 0)
                    {
                        return Refused(path, lexer.FirstLine, "unexpected end of file, expecting \"}\" of Lua");
                    }

                    found.Words.Add(new WordPlace(lexer.Position, length));
                    found.Entries.Add(entry with { End = NginxEntry.Lua });
                    lexer.Line += text.Slice(lexer.Position, length).Count((byte)'\n');
                    lexer.Position += length + 1;
                    break;
                case NginxToken.BlockStart when found.Open.Count == DepthLimit:
                    return new ProxyProblem(
                        ProxyProblemKind.Unread, new SourceLine(path, entry.Line), $"more than {DepthLimit} blocks inside each other");
                case NginxToken.BlockStart:
                    found.Open.Push(found.Entries.Count);
                    found.Entries.Add(entry);
                    break;
                case NginxToken.BlockEnd when found.Open.TryPop(out int open):
                    Close(found.Entries, open);
                    break;
                case NginxToken.BlockEnd:
                    return Refused(path, lexer.Line, "unexpected \"}\"");
                case NginxToken.FileEnd:
                    return found.Open.TryPeek(out int last)
                        ? Refused(path, lexer.Line, $"unexpected end of file, expecting \"}}\" of line {found.Entries[last].Line}") : null;
                default:
                    return Refused(path, lexer.Line, lexer.Error);
            }
        }
    }

    /// <summary>A name as bytes. Escapes stay: none of them stands for a letter, so that names with one are none that is looked for.</summary>
    private static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> text, NginxBuffers found, int word) =>
        WordText.Inside(text.Slice(found.Words[word].Start, found.Words[word].Length));

    private static void Close(List<NginxEntry> entries, int open) => entries[open] = entries[open] with { End = entries.Count };

    private static ProxyProblem Refused(string path, int line, string reason) =>
        new(ProxyProblemKind.Refused, new SourceLine(path, line), reason);
}
