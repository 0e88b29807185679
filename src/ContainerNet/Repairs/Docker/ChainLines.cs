using System.Globalization;

namespace ContainerNet.Repairs.Docker;

/// <summary>
/// The lines that `iptables --list-rules` prints of one chain. A policy of ACCEPT is left out: the tools print it also of a
/// chain that does not exist yet, and both let packets pass.
/// </summary>
internal sealed class ChainLines
{
    private readonly List<string> _lines = [];

    private ChainLines()
    {
    }

    /// <summary>The lines in their order.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>A listing by chain.</summary>
    public static Dictionary<string, ChainLines> Of(IEnumerable<string> listing)
    {
        Dictionary<string, ChainLines> chains = new(StringComparer.Ordinal);
        foreach (string line in listing.Where(l => l.Length > 3 && l[0] == '-' && l[1] is 'A' or 'N' or 'P'))
        {
            Get(chains, Word(line[3..])).Keep(line);
        }

        return chains;
    }

    /// <summary>Lines of the one that the other has not, copies counted.</summary>
    public static List<string> Minus(IEnumerable<string> lines, IEnumerable<string> others)
    {
        Dictionary<string, int> left = new(StringComparer.Ordinal);
        foreach (string line in others)
        {
            left[line] = left.GetValueOrDefault(line) + 1;
        }

        List<string> rest = [];
        foreach (string line in lines)
        {
            int count = left.GetValueOrDefault(line);
            if (count == 0)
            {
                rest.Add(line);
            }
            else
            {
                left[line] = count - 1;
            }
        }

        return rest;
    }

    /// <summary>Does to the lines what a line of a restore text does to the rules; false when it is not understood.</summary>
    public static bool Apply(Dictionary<string, ChainLines> chains, string line)
    {
        if (line is "COMMIT")
        {
            return true;
        }

        if (line.Length < 4)
        {
            return false;
        }

        string name = Word(line[3..]);
        ChainLines chain = Get(chains, name);
        string rest = line.Length > name.Length + 4 ? line[(name.Length + 4)..] : "";
        switch (line[..3])
        {
            case "-N ":
            case "-A ":
                chain._lines.Add(line);
                return true;
            case "-P ":
                chain._lines.RemoveAll(l => l.StartsWith("-P ", StringComparison.Ordinal));
                chain.Keep(line);
                return true;
            case "-I " when int.TryParse(Word(rest), CultureInfo.InvariantCulture, out int place):
                string rule = rest.Length > Word(rest).Length ? rest[Word(rest).Length..] : "";
                return chain.Insert(place, $"-A {name}{rule}");
            case "-D " when int.TryParse(rest, CultureInfo.InvariantCulture, out int place):
                return chain.RemoveAt(place);
            case "-D ":
                return chain._lines.Remove($"-A {line[3..]}");
            default:
                return false;
        }
    }

    /// <summary>Another list of the same lines.</summary>
    public ChainLines Copy()
    {
        ChainLines copy = new();
        copy._lines.AddRange(_lines);
        return copy;
    }

    private static ChainLines Get(Dictionary<string, ChainLines> chains, string name)
    {
        if (!chains.TryGetValue(name, out ChainLines? chain))
        {
            chain = new ChainLines();
            chains.Add(name, chain);
        }

        return chain;
    }

    private static string Word(string text)
    {
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? text : text[..space];
    }

    private void Keep(string line)
    {
        if (!(line.StartsWith("-P ", StringComparison.Ordinal) && line.EndsWith(" ACCEPT", StringComparison.Ordinal)))
        {
            _lines.Insert(line[1] == 'P' ? 0 : _lines.Count, line);
        }
    }

    private bool Insert(int place, string line)
    {
        int index = Heads() + place - 1;
        if (place < 1 || index > _lines.Count)
        {
            return false;
        }

        _lines.Insert(index, line);
        return true;
    }

    private bool RemoveAt(int place)
    {
        int index = Heads() + place - 1;
        if (place < 1 || index >= _lines.Count)
        {
            return false;
        }

        _lines.RemoveAt(index);
        return true;
    }

    private int Heads() => _lines.TakeWhile(l => l[1] != 'A').Count();
}
