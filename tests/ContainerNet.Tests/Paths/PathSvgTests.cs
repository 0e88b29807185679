using System.Globalization;
using System.Xml.Linq;

namespace ContainerNet.Paths;

/// <summary>Pictures of paths: well formed, self-contained, harmless, and the same every time.</summary>
public sealed class PathSvgTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Fixtures() => [.. PathFixture.Names];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Picture_IsWellFormedAndShowsEveryHop(string name)
    {
        PacketPath path = PathFixture.Seen(name);
        XElement svg = Parse(path);
        int marks = svg.Elements(s_svg + "circle").Count();
        Assert.Equal(path.Hops.Count, marks);
        Assert.Contains(Texts(svg), t => t == $"{path.Verdict}");
        Assert.Equal(path.DecidingHop is null ? 0 : 1, svg.Elements(s_svg + "rect").Count(r => (string?)r.Attribute("class") == "cnp-alarm"));
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void EveryElement_IsInsideThePicture(string name)
    {
        XElement svg = Parse(PathFixture.Seen(name));
        double[] frame = [.. ((string)svg.Attribute("viewBox")!).Split(' ').Select(Number)];
        foreach (XElement element in svg.Descendants().Where(e => e.Attribute("y") is not null))
        {
            Assert.InRange(Number((string)element.Attribute("x")!), 0, frame[2]);
            Assert.InRange(Number((string)element.Attribute("y")!), 0, frame[3]);
        }

        double bottom = svg.Elements(s_svg + "rect").Where(r => (string?)r.Attribute("class") == "cnp-card")
            .Max(r => Number((string)r.Attribute("y")!) + Number((string)r.Attribute("height")!));
        Assert.InRange(bottom, 0, frame[3]);
    }

    [Fact]
    public void HostileNames_AreText()
    {
        PacketPath path = PathFixture.Seen("docker-user-drop").With(h => h.Action == HopAction.Drop, h => h with
        {
            Rule = "</text><script>alert(1)</script> \x1b[2J \uD800 \uFFFE & \u202E ]]>",
            Chain = "\"><image href=\"http://203.0.113.1/x\"/>",
            Place = "<web onload='x'>",
        }) with
        { To = "</svg><script>", Message = "<![CDATA[ \0", Notes = ["<!-- ", "javascript:x"], HostName = "a&b" };
        XElement svg = Parse(path);
        Assert.DoesNotContain(svg.Descendants(), e => e.Name.LocalName is "script" or "image" or "a" or "foreignObject" or "use");
        Assert.DoesNotContain(svg.Descendants().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal)
            || a.Name.LocalName is "href" or "src");
        Assert.Contains(Texts(svg), t => t.Contains("<script>alert(1)</script> \uFFFD[2J \uFFFD \uFFFD & \uFFFD ]]>", StringComparison.Ordinal));
        Assert.DoesNotContain("url(", path.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void LongRule_IsShortenedAndWholeInItsTooltip()
    {
        string rule = $"-m comment --comment \"{string.Concat(Enumerable.Repeat("very ", 40))}long\" -j ACCEPT";
        XElement svg = Parse(PathFixture.Seen("delivered").With(
            h => h is { Hook: "forward", Action: HopAction.Accept }, h => h with { Rule = rule }));
        XElement text = Assert.Single(svg.Descendants(s_svg + "text"), t => t.Element(s_svg + "title") is not null);
        Assert.Equal(rule, text.Element(s_svg + "title")!.Value);
        Assert.EndsWith("…", text.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void HugeEverything_StaysBounded()
    {
        PacketPath path = PathFixture.Seen("docker-user-drop");
        Hop last = path.Hops[^1] with { Rule = new string('x', 1_000_000), Chain = new string('c', 1000), Comment = new string('k', 9000) };
        path = path with
        {
            Hops = [.. Enumerable.Repeat(path.Hops[2], 100_000), last],
            DecidingHop = last,
            Message = new string('m', 100_000),
            Notes = [.. Enumerable.Repeat("note", 10_000)],
            Alternatives = [.. Enumerable.Repeat(path, 1000)],
        };
        Assert.InRange(path.ToSvg().Length, 1000, 500_000);
        Assert.Contains(Texts(Parse(path)), t => t.Contains("left out", StringComparison.Ordinal));
    }

    [Fact]
    public void SamePath_GivesTheSameBytesInEveryCulture()
    {
        string here = PathFixture.Seen("delivered").ToSvg();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            // Made by hand: where the tests run without ICU there are no others.
            CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.NumberFormat.NumberDecimalSeparator = ",";
            other.NumberFormat.NegativeSign = "~";
            other.DateTimeFormat.DateSeparator = ".";
            CultureInfo.CurrentCulture = other;
            Assert.Equal(here, PathFixture.Seen("delivered").ToSvg());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Alternatives_FollowWithTheirOwnVerdict()
    {
        PacketPath drop = PathFixture.Predicted("docker-user-drop");
        XElement svg = Parse(PathFixture.Predicted("delivered") with { Alternatives = [drop] });
        List<string> texts = [.. Texts(svg)];
        Assert.Contains("or, as it may happen:", texts);
        Assert.Contains("Dropped", texts);
        Assert.Contains("not reached", texts);
        Assert.Contains(texts, t => t.StartsWith("predicted from facts on box", StringComparison.Ordinal));
    }

    [Fact]
    public void PathWithoutHops_HasAPicture() =>
        Assert.Equal("svg", Parse(PathFixture.Seen("delivered") with { Hops = [], Verdict = PathVerdict.Unknown }).Name.LocalName);

    [Theory]
    [InlineData("abcdef", 4, "abc…")]
    [InlineData("abcd", 4, "abcd")]
    [InlineData("ab\U0001F600cd", 4, "ab…")]
    public void Shortened_EndsBeforeACharacterAndNotInIt(string text, int most, string shown) =>
        Assert.Equal(shown, SvgWriter.Shorten(text, most));

    [Theory]
    [InlineData("one two three", 7, 3, "one two|three")]
    [InlineData("onetwothree", 4, 9, "onet|woth|ree")]
    [InlineData("one two three four", 5, 2, "one|two…")]
    public void Wrapped_BreaksBetweenWords(string text, int width, int lines, string wrapped) =>
        Assert.Equal(wrapped, string.Join('|', SvgWriter.Wrap(text, width, lines)));

    private static XElement Parse(PacketPath path) => XDocument.Parse(path.ToSvg()).Root!;

    private static IEnumerable<string> Texts(XElement svg) => svg.Descendants(s_svg + "text").Select(t => t.Value);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
