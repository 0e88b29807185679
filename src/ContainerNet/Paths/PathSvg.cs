using System.Globalization;

namespace ContainerNet.Paths;

/// <summary>
/// Draws a path as SVG: a card for each place, a line for each hop, the one that decided marked, with what is known about it.
/// The text stands by itself: no script, no reference to anything outside, the same bytes for the same path.
/// </summary>
internal sealed class PathSvg
{
    private const double Width = 860, Margin = 16, Inner = Width - (2 * Margin);
    private const double RowHeight = 22, CardTop = 30, CardBottom = 8, Gap = 18;
    private const double Rail = Margin + 18, Step = Rail + 18, Where = Step + 94;
    private const int FewestWhere = 14, MostWhere = 34, ActionLetters = 11, MostRows = 400, MostAlternatives = 8;
    private const int SaidLetters = 118, EvidenceLines = 4;
    private const double LabelWidth = 66;

    private readonly SvgWriter _svg = new();
    private readonly int _whereLetters;
    private double _y = Margin;
    private int _rows;

    private PathSvg(IReadOnlyList<PathSection> sections) => _whereLetters = sections.SelectMany(s => s.Rows)
        .Select(r => Math.Clamp(r.Where.Length, FewestWhere, MostWhere)).DefaultIfEmpty(FewestWhere).Max();

    /// <summary>The picture of a path, as one svg element.</summary>
    public static string Of(PacketPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        List<(PacketPath? Alternative, IReadOnlyList<PathSection> Sections)> ways =
        [
            (null, PathOutline.Of(path)),
            .. path.Alternatives.Take(MostAlternatives).Select(a => ((PacketPath?)a, PathOutline.Of(path, a))),
        ];
        PathSvg picture = new([.. ways.SelectMany(w => w.Sections)]);
        picture.Head(path);
        foreach ((PacketPath? alternative, IReadOnlyList<PathSection> sections) in ways)
        {
            picture.Alternative(alternative, path);
            picture.Cards(alternative ?? path, sections);
        }

        picture.Notes(path);
        return picture.Framed(path);
    }

    private double ActionX => Where + ((_whereLetters + 1) * SvgWriter.CharacterPx);

    private double RestX => ActionX + (ActionLetters * SvgWriter.CharacterPx);

    private string Framed(PacketPath path)
    {
        string height = SvgWriter.Px(_y + Margin);
        string label = SvgWriter.Escape(SvgWriter.Shorten($"{Question(path)}: {path.Message}", 500));
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"cnp\" viewBox=\"0 0 {SvgWriter.Px(Width)} {height}\" "
            + $"width=\"{SvgWriter.Px(Width)}\" height=\"{height}\" style=\"max-width:100%;height:auto\" role=\"img\" aria-label=\"{label}\">\n"
            + $"{SvgStyle.Element}\n<rect width=\"100%\" height=\"100%\" class=\"cnp-back\"/>\n{_svg}</svg>\n";
    }

    private void Head(PacketPath path)
    {
        _svg.Text(Margin, _y + 16, "cnp-head", Question(path), 72);
        Pill(path.Verdict);
        _y += 28;
        Said(path.Message, "cnp-say");
        string when = path.StartedAt == default ? "" : path.StartedAt.ToString(" yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        string host = path.HostName.Length == 0 ? "" : $" on {path.HostName}";
        string what = path.Observed ? $"observed{host}{when}" : $"predicted from facts{host}{when}; nothing was sent";
        Said(path.Complete ? what : $"{what}; incomplete: what is missing proves nothing", "cnp-note");
        _y += 6;
    }

    private void Pill(PathVerdict verdict)
    {
        double width = (verdict.ToString().Length * 8) + 20;
        _svg.Box(Width - Margin - width, _y, width, 22, 11, ColourOf(verdict));
        _svg.Text(Width - Margin - (width / 2), _y + 15.5, "cnp-pill", $"{verdict}", 20);
    }

    private void Alternative(PacketPath? path, PacketPath first)
    {
        if (path is null)
        {
            return;
        }

        _y += Gap;
        _svg.Text(Margin, _y + 16, "cnp-head", "or, as it may happen:", 72);
        Pill(path.Verdict);
        _y += 28;
        Said(path.Message, "cnp-say");
        foreach (string note in path.Notes.Except(first.Notes).Take(MostAlternatives))
        {
            Said(note, "cnp-note");
        }

        _y += 6;
    }

    private void Said(string text, string css)
    {
        foreach (string line in SvgWriter.Wrap(text, SaidLetters, EvidenceLines))
        {
            _svg.Text(Margin, _y + 13, css, line, SaidLetters);
            _y += 18;
        }
    }

    private void Cards(PacketPath path, IReadOnlyList<PathSection> sections)
    {
        for (int i = 0; i < sections.Count && _rows <= MostRows; i++)
        {
            if (i > 0)
            {
                _svg.Stroke(Shape(Rail, _y, $"v{SvgWriter.Px(Gap - 5)}m-4 -4l4 4l4 -4"), "cnp-rail");
                _y += Gap;
            }

            Card(path, sections[i], isLast: i == sections.Count - 1);
        }

        if (PathOutline.Unreached(path) is { } place)
        {
            _y += Gap / 2;
            _svg.Box(Margin + 0.5, _y + 0.5, Inner - 1, CardTop - 1, 8, "cnp-card cnp-ghost");
            _svg.Text(Rail - 6, _y + 19, "cnp-place cnp-dim", SvgWriter.Shorten(place, 80), 80);
            _svg.Text(Width - Margin - 12, _y + 19, "cnp-note cnp-end", "not reached", 12);
            _y += CardTop;
        }

        if (_rows > MostRows)
        {
            _svg.Text(Step, _y + 16, "cnp-note", "and more hops, which are left out here", SaidLetters);
            _y += RowHeight;
        }
    }

    /// <summary>A place. Its frame is drawn first, so its height is added up before its rows are drawn.</summary>
    private void Card(PacketPath path, PathSection section, bool isLast)
    {
        List<PathRow> rows = [.. section.Rows.Take(MostRows + 1 - _rows)];
        _rows += rows.Count;
        double height = CardTop + CardBottom + rows.Sum(r => HeightOf(path, r));
        _svg.Box(Margin + 0.5, _y + 0.5, Inner - 1, height - 1, 8, "cnp-card");
        string side = section.Direction == PathDirection.Reply ? "the answer" : "";
        _svg.Text(Rail - 6, _y + 19, "cnp-place", section.Place, 80);
        _svg.Text(Width - Margin - 12, _y + 19, "cnp-note cnp-end", side, 12);

        // The line ends where the packet does.
        double end = isLast ? height - CardBottom - (rows.Count == 0 ? 0 : HeightOf(path, rows[^1]) - 8) : height - 4;
        _svg.Stroke(Shape(Rail, _y + CardTop, $"V{SvgWriter.Px(_y + end)}"), "cnp-rail");
        _y += CardTop;
        foreach (PathRow row in rows)
        {
            Row(path, row);
        }

        _y += CardBottom;
    }

    private void Row(PacketPath path, PathRow row)
    {
        Mark(row.Mark, _y + 8);
        string weight = row.Mark == PathMark.None ? "cnp-text" : row.Mark == PathMark.Broken ? "cnp-bad" : "cnp-odd";
        _svg.Text(Step, _y + 12, row.Mark == PathMark.None ? "cnp-dim" : weight, row.Step, 12);
        _svg.Text(Where, _y + 12, weight, row.Where, _whereLetters);
        _svg.Text(ActionX, _y + 12, weight, row.Action, ActionLetters);
        if (HasSecondLine(row))
        {
            _y += RowHeight - 4;
            _svg.Text(Where, _y + 12, "cnp-new", row.Packet, Fitting(Where));
        }
        else if (row.Packet.Length > 0)
        {
            _svg.Text(RestX, _y + 12, "cnp-new", row.Packet, Fitting(RestX));
        }
        else if (row.Mark == PathMark.None)
        {
            double x = row.Where.Length + row.Action.Length == 0 ? Where : RestX;
            _svg.Text(x, _y + 12, "cnp-dim", row.Text, Fitting(x));
        }

        _y += RowHeight;
        Proof(Evidence(path, row), row.Mark);
    }

    private void Mark(PathMark mark, double y)
    {
        if (mark == PathMark.None)
        {
            _svg.Dot(Rail, y, 4.5, "cnp-good");
            return;
        }

        _svg.Dot(Rail, y, 9, mark == PathMark.Broken ? "cnp-bad" : "cnp-odd");
        _svg.Stroke(
            mark == PathMark.Broken ? Shape(Rail - 3.5, y - 3.5, "l7 7m0 -7l-7 7")
                : Shape(Rail - 3, y - 2, "c0 -4 6 -4 6 0c0 2 -3 2 -3 4m0 1.5v1.5"),
            "cnp-cross");
    }

    /// <summary>What is known about the hop that decided, in a box under it.</summary>
    private void Proof(List<(string Label, IReadOnlyList<string> Lines)> evidence, PathMark mark)
    {
        if (evidence.Count == 0)
        {
            return;
        }

        double height = EvidenceHeight(evidence);
        _svg.Box(Step + 0.5, _y + 0.5, Width - Margin - 10 - Step, height - 9, 5, mark == PathMark.Broken ? "cnp-alarm" : "cnp-doubt");
        double y = _y + 19;
        foreach ((string label, IReadOnlyList<string> lines) in evidence)
        {
            _svg.Text(Step + 10, y, "cnp-dim", label, 9);
            foreach (string line in lines)
            {
                _svg.Text(Step + 10 + LabelWidth, y, "cnp-text", line, Fitting(Step + 10 + LabelWidth));
                y += 17;
            }
        }

        _y += height;
    }

    private static List<(string Label, IReadOnlyList<string> Lines)> Evidence(PacketPath path, PathRow row) =>
        row.Mark == PathMark.None ? [] : [.. HopWords.Evidence(path.DecidingHop ?? row.Hop).Select(e =>
            (e.Label, SvgWriter.Wrap(e.Text, Fitting(Step + 10 + LabelWidth) - 2, EvidenceLines)))];

    private static double EvidenceHeight(List<(string Label, IReadOnlyList<string> Lines)> evidence) =>
        evidence.Count == 0 ? 0 : (evidence.Sum(e => e.Lines.Count) * 17) + 20;

    private double HeightOf(PacketPath path, PathRow row) =>
        RowHeight + (HasSecondLine(row) ? RowHeight - 4 : 0) + EvidenceHeight(Evidence(path, row));

    private bool HasSecondLine(PathRow row) => row.Packet.Length > Fitting(RestX);

    private static int Fitting(double x) => (int)((Width - Margin - 8 - x) / SvgWriter.CharacterPx);

    private void Notes(PacketPath path)
    {
        _y += path.Notes.Count > 0 ? 8 : 0;
        foreach (string note in path.Notes.Take(MostAlternatives))
        {
            Said($"Note: {note}", "cnp-note");
        }
    }

    private static string Question(PacketPath path) => string.Create(
        CultureInfo.InvariantCulture, $"{path.From} → {path.To} ({path.Protocol.ToString().ToLowerInvariant()})");

    private static string ColourOf(PathVerdict verdict) => verdict switch
    {
        PathVerdict.Delivered => "cnp-good",
        PathVerdict.Dropped or PathVerdict.Rejected => "cnp-bad",
        _ => "cnp-odd",
    };

    private static string Shape(double x, double y, string rest) => $"M{SvgWriter.Px(x)} {SvgWriter.Px(y)}{rest}";
}
