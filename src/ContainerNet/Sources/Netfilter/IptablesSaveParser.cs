using System.Text;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>
/// Reads the text of iptables-save -c and ip6tables-save -c, of either backend, piece by piece while the tool writes it.
/// A comment may hold line breaks, which the tool prints as they are: a rule ends where its quotes are closed.
/// </summary>
internal sealed class IptablesSaveParser
{
    // A comment has at most 255 bytes, and nothing else that the tools print is long: what is longer is no rule.
    private const int LongestLine = 64 * 1024;
    private const int MostHeldLines = 300;

    private readonly IptablesTables _tables;
    private readonly WordPool _pool = new();
    private readonly List<string> _words = [];
    private readonly List<string> _held = [];
    private byte[] _rest = new byte[4096];
    private char[] _line = new char[4096];
    private int _restLength;
    private bool _skipping;
    private FirewallBackend? _backend;

    /// <summary>Of family ip or ip6; <paramref name="assumed"/> is the backend where the text does not begin with the line that
    /// names it.</summary>
    public IptablesSaveParser(FirewallBackend assumed, string family) => _tables = new IptablesTables(assumed, family);

    /// <summary>Parses a whole text.</summary>
    public static IptablesSave Parse(ReadOnlySpan<char> text, FirewallBackend assumed, string family)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        IptablesSaveParser parser = new(assumed, family);
        parser.Read(bytes);
        return parser.Finish();
    }

    /// <summary>Takes the next piece.</summary>
    public void Read(ReadOnlySpan<byte> text)
    {
        while (text.IndexOf((byte)'\n') is int end and >= 0)
        {
            if (_restLength > 0)
            {
                Keep(text[..end]);
                ReadBytes(_rest.AsSpan(0, _restLength));
                _restLength = 0;
            }
            else
            {
                ReadBytes(text[..end]);
            }

            text = text[(end + 1)..];
        }

        Keep(text);
    }

    /// <summary>The end of the text: what it said.</summary>
    public IptablesSave Finish()
    {
        if (_restLength > 0 || _skipping)
        {
            ReadBytes(_rest.AsSpan(0, _restLength));
        }

        Release();
        _tables.EndText();
        return new IptablesSave
        {
            Chains = _tables.Chains,
            Backend = _backend,
            Incompatible = _tables.Incompatible,
            Damage = _tables.Damage,
        };
    }

    private void Keep(ReadOnlySpan<byte> text)
    {
        int length = _restLength + text.Length;
        if (length > LongestLine)
        {
            _skipping = true;
            return;
        }

        if (length > _rest.Length)
        {
            Array.Resize(ref _rest, Math.Max(length, _rest.Length * 2));
        }

        text.CopyTo(_rest.AsSpan(_restLength));
        _restLength = length;
    }

    private void ReadBytes(ReadOnlySpan<byte> bytes)
    {
        if (_skipping || bytes.Length > LongestLine)
        {
            _skipping = false;
            _tables.Damaged($"a line of more than {LongestLine} bytes");
            return;
        }

        if (bytes.Length > _line.Length)
        {
            _line = new char[bytes.Length * 2];
        }

        ReadLine(_line.AsSpan(0, Encoding.UTF8.GetChars(bytes, _line)), mayHold: true);
    }

    private void ReadLine(ReadOnlySpan<char> line, bool mayHold)
    {
        if (_held.Count > 0)
        {
            ReadHeld(line);
            return;
        }

        if (line.IsEmpty)
        {
            return;
        }

        switch (line[0])
        {
            case '[' or '-':
                ReadRule(line, mayHold);
                break;
            case '#':
                ReadComment(line);
                break;
            case '*':
                _tables.Begin(line[1..].Trim().ToString(), _backend);
                break;
            case ':':
                _tables.AddChain(line[1..]);
                break;
            default:
                if (line.TrimEnd() is "COMMIT")
                {
                    _tables.End();
                }
                else
                {
                    _tables.Damaged("not understood: " + ToolText.Clean(line));
                }

                break;
        }
    }

    private void ReadRule(ReadOnlySpan<char> line, bool mayHold)
    {
        if (!_tables.TryBeginRule(line, out ReadOnlySpan<char> rule))
        {
            return;
        }

        bool whole = IptablesTokens.TrySplit(rule, _words, _pool);
        if (!whole && mayHold)
        {
            _held.Add(line.ToString());
        }
        else
        {
            _tables.AddRule(rule, whole ? _words : null);
        }
    }

    // Inside a comment with a line break.
    private void ReadHeld(ReadOnlySpan<char> line)
    {
        _held.Add(line.ToString());
        string all = string.Join('\n', _held);
        if (line.Contains('"') && _tables.TryBeginRule(all, out ReadOnlySpan<char> rule)
            && IptablesTokens.TrySplit(rule, _words, _pool))
        {
            _held.Clear();
            _tables.AddRule(rule, _words);
        }
        else if (_held.Count > MostHeldLines || all.Length > LongestLine)
        {
            Release();
        }
    }

    // The quote is never closed: the first line is a rule that nobody understands, and the others are read as lines again.
    private void Release()
    {
        string[] lines = [.. _held];
        _held.Clear();
        foreach (string line in lines)
        {
            ReadLine(line, mayHold: false);
        }
    }

    // "# Generated by iptables-save v1.8.9 (nf_tables) on ...": the legacy tool has no brackets, or says (legacy).
    private void ReadComment(ReadOnlySpan<char> line)
    {
        if (line.StartsWith("# Generated by "))
        {
            _backend = line.Contains("(nf_tables)", StringComparison.Ordinal)
                ? FirewallBackend.IptablesNft
                : FirewallBackend.IptablesLegacy;
        }
        else if (line.StartsWith("# Table `") && line.Contains("incompatible", StringComparison.Ordinal))
        {
            ReadOnlySpan<char> rest = line["# Table `".Length..];
            int end = rest.IndexOf('\'');
            _tables.Incompatible.Add(end < 0 ? rest.ToString() : rest[..end].ToString());
        }
    }
}
