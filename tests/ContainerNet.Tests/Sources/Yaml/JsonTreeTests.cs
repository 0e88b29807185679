using ContainerNet.Hosting;
using ContainerNet.Model.Yaml;

namespace ContainerNet.Sources.Yaml;

public sealed class JsonTreeTests
{
    [Fact]
    public void Read_GivesTheTreeOfYaml_WithPlaces()
    {
        YamlMapping root = (YamlMapping)JsonTree.Read("f", "{\n  \"a\": [1, \"x\\u0041\\ud83d\\ude00\"],\n  \"b\": null, \"c\": true}\n");

        YamlSequence list = (YamlSequence)root["a"]!;
        Assert.Equal("f:2:8", list.Start.ToString());
        Assert.Equal(1, ((YamlScalar)list.Items[0]).Integer);
        Assert.Equal(("xA😀", "f:2:12"), (((YamlScalar)list.Items[1]).Value, list.Items[1].Start.ToString()));
        Assert.True(((YamlScalar)root["b"]!).IsNull);
        Assert.True(((YamlScalar)root["c"]!).IsBoolean);
    }

    [Theory]
    [InlineData("", "f:1:1")]
    [InlineData("{\"a\":\n  oops}", "f:2:3")]
    [InlineData("{} {}", "f:1:4")]
    [InlineData("{\"a\": 1", "f:1:8")]
    public void Read_OfWhatIsNoJson_NamesItsPlace(string text, string place)
    {
        ContainerNetException error = Assert.Throws<ContainerNetException>(() => JsonTree.Read("f", text));

        Assert.Equal(Problem.ConfigUnreadable, error.Problem);
        Assert.StartsWith(place, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfEndlessLevels_IsRefused() =>
        Assert.Throws<ContainerNetException>(() => JsonTree.Read("f", new string('[', 100_000)));
}
