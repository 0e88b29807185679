using System.Text;
using ContainerNet.Paths;

namespace ContainerNet.Cmdlets;

/// <summary>Draws a path for the terminal: places under each other, a line a hop, evidence under the one that decided.</summary>
internal sealed class PathTree
{
    private const int Step = 11;
    private const int FewestWhere = 11, MostWhere = 38, MostAction = 10, LeastRest = 20;
    private const int EvidenceLabel = 8;

    private readonly StringBuilder _text = new();
    private readonly int _width;
    private readonly int _where;
    private readonly int _action;
    private readonly string _rail = Display.IsUnicode ? "│" : "|";

    private PathTree(int width, IReadOnlyList<PathRow> rows)
    {
        _width = width;
        _action = Math.Min(MostAction, Longest(rows.Select(r => r.Action)));
        int room = width - 2 - Step - 1 - (_action > 0 ? _action + 1 : 0) - 1 - LeastRest;
        _where = Math.Clamp(Longest(rows.Select(r => Display.Line(r.Where))), FewestWhere, Math.Clamp(room, FewestWhere, MostWhere));
    }

    /// <summary>The tree, its lines not longer than the width.</summary>
    public static string Of(PacketPath path, int width)
    {
        List<(PacketPath Path, IReadOnlyList<PathSection> Sections)> ways =
            [(path, PathOutline.Of(path)), .. path.Alternatives.Select(a => (a, PathOutline.Of(path, a)))];
        PathTree tree = new(width, [.. ways.SelectMany(w => w.Sections).SelectMany(s => s.Rows)]);
        foreach ((PacketPath way, IReadOnlyList<PathSection> sections) in ways)
        {
            if (way != path)
            {
                tree.Line("");
                tree.Line($"or, as it may happen: {PathDisplay.Verdict(way.Verdict)}");
                tree.Lines(Display.Clean(way.Message), "  ");
                foreach (string note in way.Notes.Except(path.Notes))
                {
                    tree.Lines(Display.Line(note), "  ");
                }
            }

            tree.Sections(way, sections);
        }

        return tree._text.ToString().TrimEnd('\n');
    }

    private void Sections(PacketPath path, IReadOnlyList<PathSection> sections)
    {
        foreach (PathSection section in sections)
        {
            string answer = section.Direction == PathDirection.Reply ? ", the answer" : "";
            Line($"{Display.Bold}{Cut(section.Place, _width - answer.Length)}{Display.Reset}{answer}");
            for (int i = 0; i < section.Rows.Count; i++)
            {
                Row(section.Rows[i]);
                Evidence(path, section.Rows[i], i == section.Rows.Count - 1 ? " " : _rail);
            }
        }

        if (PathOutline.Unreached(path) is { } place)
        {
            const string Unreached = ", not reached";
            Line($"{Display.Bold}{Cut(place, _width - Unreached.Length)}{Display.Reset}{Unreached}");
        }
    }

    private void Row(PathRow row)
    {
        string head = Head(row);
        int room = _width - head.Length - 3;
        string packet = Display.Line(row.Packet);
        (string before, string mark) = row.Mark switch
        {
            PathMark.None => ("", _rail),
            PathMark.Broken => (Display.Red, "x"),
            _ => (Display.Yellow, "?"),
        };
        string rest = packet.Length > room ? "" : packet.Length > 0 ? $"{Display.Cyan}{packet}{Display.Reset}"
            : row.Mark == PathMark.None ? Cut(row.Text, room) : "";
        string after = before.Length > 0 ? Display.Reset : "";
        Line(rest.Length > 0 ? $"{before}{mark} {head}{after} {rest}" : $"{before}{$"{mark} {head}".TrimEnd()}{after}");
        if (packet.Length > room)
        {
            int indent = packet.Length + Step + 3 <= _width ? Step + 2 : 2;
            Line($"{_rail}{new string(' ', indent)}{Display.Cyan}{Cut(packet, _width - indent - 1)}{Display.Reset}");
        }
    }

    /// <summary>The columns before the last one, which begins earlier where there is nothing in them.</summary>
    private string Head(PathRow row)
    {
        string step = $"{Cut(row.Step, Step),-Step}";
        string action = _action == 0 ? "" : $" {Cut(row.Action, _action).PadRight(_action)}";
        return Cut(row.Where.Length + row.Action.Length == 0 ? step : $"{step} {Cut(row.Where, _where).PadRight(_where)}{action}", _width - 2);
    }

    private void Evidence(PacketPath path, PathRow row, string rail)
    {
        if (row.Mark == PathMark.None)
        {
            return;
        }

        foreach ((string label, string text) in HopWords.Evidence(path.DecidingHop ?? row.Hop))
        {
            string first = $"{rail}   {label,-EvidenceLabel}";
            Lines(Display.Line(text), first, $"{rail}   {new string(' ', EvidenceLabel)}");
        }
    }

    private void Lines(string text, string first, string? next = null)
    {
        string before = first;
        foreach (string line in Display.Fit(text, Math.Max(LeastRest, _width - first.Length)).Split('\n'))
        {
            Line(before + line);
            before = next ?? first;
        }
    }

    private void Line(string text) => _text.Append(text).Append('\n');

    /// <summary>Safe text of one line that is not longer.</summary>
    private static string Cut(string text, int most)
    {
        string line = Display.Line(text);
        string ellipsis = Display.IsUnicode ? "…" : "...";
        return line.Length <= most ? line : most <= ellipsis.Length ? line[..Math.Max(0, most)] : line[..(most - ellipsis.Length)] + ellipsis;
    }

    private static int Longest(IEnumerable<string> texts) => texts.Select(t => t.Length).DefaultIfEmpty().Max();
}
