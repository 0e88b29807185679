using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>The directives of one file with the places of their words, in their order, read by nginx's own rules.</summary>
public static class NginxStatements
{
    /// <summary>The directives.</summary>
    /// <param name="file">What places call the file.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="ContainerNetException">ConfigUnreadable: nginx would refuse it.</exception>
    public static IReadOnlyList<ProxyStatement> Of(string file, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        NginxLexer lexer = new(bytes);
        WordPool pool = new();
        List<WordPlace> words = [];
        List<ProxyStatement> statements = [];
        Stack<ProxyStatement> open = [];

        // Places are bytes there and characters here; they only grow, so that each part of the text is looked at once.
        (int Byte, int Character) seen = (0, 0);
        int CharacterAt(int at)
        {
            seen = (at, seen.Character + Encoding.UTF8.GetCharCount(bytes.AsSpan(seen.Byte, at - seen.Byte)));
            return seen.Character;
        }

        while (true)
        {
            words.Clear();
            NginxToken token = lexer.Read(words);
            SourceLine source = new(file, lexer.FirstLine);
            switch (token)
            {
                case NginxToken.Statement or NginxToken.BlockStart:
                    List<ProxyWord> placed = [];
                    foreach ((int start, int length) in words)
                    {
                        int first = CharacterAt(start);
                        placed.Add(new ProxyWord(WordText.Value(bytes.AsSpan(start, length), Encoding.UTF8, pool), first, CharacterAt(start + length) - first));
                    }

                    int? body = token == NginxToken.BlockStart ? CharacterAt(lexer.Position) : null;
                    ProxyStatement statement = new(placed, source, open.TryPeek(out ProxyStatement? around) ? around : null, body);
                    statements.Add(statement);
                    if (token == NginxToken.BlockStart && LuaBlock.IsNameOf(WordText.Inside(bytes.AsSpan(words[0].Start, words[0].Length))))
                    {
                        int length = LuaBlock.End(bytes.AsSpan(lexer.Position));
                        Require(length >= 0, source, "Lua in it has no end");
                        lexer.Line += bytes.AsSpan(lexer.Position, length).Count((byte)'\n');
                        lexer.Position += length + 1;
                    }
                    else if (token == NginxToken.BlockStart)
                    {
                        Require(open.Count < NginxParser.DepthLimit, source, "too many blocks are inside each other");
                        open.Push(statement);
                    }

                    break;
                case NginxToken.BlockEnd:
                    Require(open.TryPop(out _), new SourceLine(file, lexer.Line), "unexpected \"}\"");
                    break;
                case NginxToken.FileEnd:
                    Require(open.Count == 0, new SourceLine(file, lexer.Line), "unexpected end of file, expecting \"}\"");
                    return statements;
                default:
                    Require(false, new SourceLine(file, lexer.Line), lexer.Error);
                    break;
            }
        }
    }

    private static void Require(bool fine, SourceLine source, string reason)
    {
        if (!fine)
        {
            throw new ContainerNetException(Problem.ConfigUnreadable, source.File, ToolText.Clean($"{source}: nginx would refuse this: {reason}"));
        }
    }
}
