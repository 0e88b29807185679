using System.Diagnostics;
using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model.Yaml;
using ContainerNet.Yaml;

namespace ContainerNet.Sources.Yaml;

public sealed class YamlDotNetReaderTests
{
    [Fact]
    public void Values_KnowWhereTheyStand()
    {
        const string Text = "a:\n  - one # why\n  - 'two'\nb: {c: 1}\nd: |\n  long\n  text\n\n# end\n";
        YamlMapping root = Root(Text);

        YamlSequence list = (YamlSequence)root["a"]!;
        Assert.Equal((2, 5), (list.Items[0].Start.Line, list.Items[0].Start.Column));
        Assert.Equal("one", Text[list.Items[0].Start.Offset..list.Items[0].End]);
        Assert.Equal("'two'", Text[list.Items[1].Start.Offset..list.Items[1].End]);
        Assert.Equal("- one # why\n  - 'two'", Text[list.Start.Offset..list.End]);
        Assert.Equal("{c: 1}", Text[root["b"]!.Start.Offset..root["b"]!.End]);
        Assert.Equal("|\n  long\n  text", Text[root["d"]!.Start.Offset..root["d"]!.End]);
        Assert.Equal("long\ntext\n", ((YamlScalar)root["d"]!).Value);
        Assert.Equal(YamlScalarStyle.SingleQuoted, ((YamlScalar)list.Items[1]).Style);
    }

    [Fact]
    public void MergeKeys_OwnEntriesGoFirst_ThenTheMappingNamedFirst()
    {
        YamlMapping root = Root("a: &a {x: 1, y: 1}\nb: &b {x: 2, z: 2}\nc:\n  y: 3\n  <<: [*a, *b]\nd:\n  '<<': 4\n");

        YamlMapping merged = (YamlMapping)root["c"]!;
        Assert.Equal(["y=3", "x=1", "z=2"], merged.Entries.Select(e => $"{e.Name}={e.Value}"));
        Assert.Equal(1, merged.Entry("x")!.Key.Start.Line);
        Assert.Equal("4", ((YamlMapping)root["d"]!)["<<"]!.ToString());
    }

    [Fact]
    public void Documents_TagsAndAliases_AreKept()
    {
        IReadOnlyList<YamlNode> documents = Read("--- \na: !reset null\n---\n---\nb: &x [1]\nc: *x\n");

        Assert.Equal(2, documents.Count);
        Assert.Equal("!reset", ((YamlMapping)documents[0])["a"]!.Tag);
        YamlMapping second = (YamlMapping)documents[1];
        Assert.Same(second["b"], second["c"]);
        Assert.True(second.Entry("c")!.IsAlias);
        Assert.Equal("x", second["b"]!.Anchor);
    }

    [Theory]
    [InlineData("80", 80L)]
    [InlineData("0x50", 80L)]
    [InlineData("0o120", 80L)]
    [InlineData("0120", 80L)]
    [InlineData("0b1010000", 80L)]
    [InlineData("8_0", 80L)]
    [InlineData("-5", -5L)]
    [InlineData("'80'", null)]
    [InlineData("8080:80", null)]
    [InlineData("089", null)]
    [InlineData("1e3", null)]
    [InlineData("99999999999999999999", null)]
    public void PlainNumber_IsOne(string text, long? number) => Assert.Equal(number, ((YamlScalar)Root($"a: {text}")["a"]!).Integer);

    [Theory]
    [InlineData("a: 1\na: 2\n", "f.yaml:2:1", "stands in line 1 already")]
    [InlineData("a: *b\n", "f.yaml:1:4", "no anchor 'b'")]
    [InlineData("a: &a [*a]\n", "f.yaml:1:8", "an alias of itself")]
    [InlineData("a: b\n c: d\n", "f.yaml:2:", "this is no YAML")]
    [InlineData("a: [1, 2\n", "f.yaml:2:", "this is no YAML")]
    [InlineData("a: 'x\n", "f.yaml:", "this is no YAML")]
    [InlineData("a:\n\t- b\n", "f.yaml:", "this is no YAML")]
    [InlineData("<<: 5\n", "f.yaml:1:1", "<< takes a mapping")]
    [InlineData("? [a]\n: b\n", "f.yaml:1:3", "a key must be a text")]
    public void BadText_IsRefusedWithItsPlace(string text, string place, string reason)
    {
        ContainerNetException error = Assert.Throws<ContainerNetException>(() => Read(text));

        Assert.Equal(Problem.ConfigUnreadable, error.Problem);
        Assert.StartsWith(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BillionLaughs_AreRefusedAtOnce()
    {
        StringBuilder text = new("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 12; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        }

        Refused(text.ToString(), "aliases make more than");
    }

    [Fact]
    public void MergeKeysOfEachOther_AreBounded()
    {
        StringBuilder text = new("m0: &m0 {k0: 1}\n");
        for (int i = 1; i < 3000; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"m{i}: &m{i} {{<<: *m{i - 1}, k{i}: 1}}\n");
        }

        Refused(text.ToString(), "aliases make more than");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void DeepNesting_IsRefusedAtOnce(string piece) => Refused(string.Concat(Enumerable.Repeat(piece, 20_000)), "");

    [Fact]
    public void EveryCutOfAFile_IsReadOrRefused()
    {
        string text = File.ReadAllText(Repository.Path("tests", "Fixtures", "compose", "merge-keys-deep", "compose.yaml"));
        for (int i = 0; i < text.Length; i++)
        {
            try
            {
                Read(text[..i]);
            }
            catch (ContainerNetException error)
            {
                Assert.Matches(@"^f\.yaml:\d+:\d+: ", error.Message);
            }
        }
    }

    [Fact]
    public void Binary_IsNoText()
    {
        ContainerNetException zero = Assert.Throws<ContainerNetException>(() => YamlText.Decode("f", "a: 1\nb\0"u8));
        ContainerNetException invalid = Assert.Throws<ContainerNetException>(() => YamlText.Decode("f", [0x61, 0x0A, 0xFF, 0xFE]));
        ContainerNetException large = Assert.Throws<ContainerNetException>(() => YamlText.Decode("f", new byte[YamlText.SizeLimit + 1]));

        Assert.StartsWith("f:2:2: this is no text", zero.Message, StringComparison.Ordinal);
        Assert.StartsWith("f:2:1: this is no text", invalid.Message, StringComparison.Ordinal);
        Assert.Contains("larger than", large.Message, StringComparison.Ordinal);
    }

    private static void Refused(string text, string reason)
    {
        Stopwatch time = Stopwatch.StartNew();
        ContainerNetException error = Assert.Throws<ContainerNetException>(() => Read(text));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(10), $"{time.Elapsed}");
    }

    private static YamlMapping Root(string text) => (YamlMapping)Assert.Single(Read(text));

    private static IReadOnlyList<YamlNode> Read(string text) => new YamlDotNetReader().Read("f.yaml", text);
}
