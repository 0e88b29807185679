using System.Diagnostics;
using ContainerNet.Hosting;
using ContainerNet.Model.Compose;
using ContainerNet.Yaml;

namespace ContainerNet.Sources.Compose;

/// <summary>Whatever stands in the files: a project, or an error that names file and line.</summary>
public sealed class ComposeHostileTests
{
    private const string Main = "/p/compose.yaml";

    [Theory]
    [InlineData("services: []\n", "/p/compose.yaml:1:11", "services is a mapping")]
    [InlineData("- a\n", "/p/compose.yaml:1:1", "a compose file is a mapping")]
    [InlineData("services:\n  a: 5\n", "/p/compose.yaml:2:6", "the service a is a mapping")]
    [InlineData("services:\n  a:\n    image: a\n    ports: [{published: 80}]\n", "/p/compose.yaml:4:13", "a port must name its target")]
    [InlineData("services:\n  a:\n    image: a\n    ports: [{target: 70000}]\n", "/p/compose.yaml:4:22", "70000 is no port")]
    [InlineData("services:\n  a:\n    image: a\n    ports: [true]\n", "/p/compose.yaml:4:13", "a truth value")]
    [InlineData("services:\n  a:\n    image: a\n    ports: [[80]]\n", "/p/compose.yaml:4:13", "a list")]
    [InlineData("services:\n  a:\n    image: a\n    ports: [\"80:\"]\n", "/p/compose.yaml:4:13", "names no port")]
    [InlineData("services:\n  a:\n    image: a\n    ports: [\"80:80/icmp\"]\n", "/p/compose.yaml:4:13", "no protocol")]
    [InlineData("services:\n  a:\n    image: a\n    ports: [\"1:80:80\"]\n", "/p/compose.yaml:4:13", "is no IP address")]
    [InlineData("services:\n  a:\n    image: \"${A:?set A}\"\n", "/p/compose.yaml:3:12", "the variable A must be set: set A")]
    [InlineData("services:\n  a:\n    image: \"${A\"\n", "/p/compose.yaml:3:12", "cannot be understood")]
    [InlineData("services:\n  a:\n    image: a\n    extends: {file: no.yaml, service: b}\n", "no.yaml", "There is no file")]
    [InlineData("include: [compose.yaml]\n", "/p/compose.yaml:1:11", "included by itself")]
    [InlineData("include: [no.yaml]\n", "no.yaml", "There is no file")]
    [InlineData("include: 5\n", "/p/compose.yaml:1:10", "include is a list")]
    [InlineData("services:\n  a:\n    extends: a\n", "/p/compose.yaml:3:14", "extends itself")]
    [InlineData("services:\n  a:\n    image: a\n    volumes: [\"a::b\"]\n", "/p/compose.yaml:4:15", "is no volume")]
    public void BadFile_IsRefusedWithItsPlace(string text, string place, string reason)
    {
        ContainerNetException error = Assert.Throws<ContainerNetException>(() => Read(text));

        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A B=1\n", ".env:1:1")]
    [InlineData("A=1\nB=\"x\n", ".env:2:1")]
    [InlineData("A=1\nB!=x\n", ".env:2:1")]
    [InlineData("A=${B:?why}\n", ".env:1:1")]
    public void BadVariables_AreRefusedWithTheirPlace(string text, string place)
    {
        ContainerNetException error = Assert.Throws<ContainerNetException>(() => Read("services: {a: {image: a}}", ("/p/.env", text)));

        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ManyPorts_AreBounded()
    {
        string text = $"services:\n  a:\n    image: a\n    ports:\n{string.Concat(Enumerable.Repeat("      - \"1-65535:1-65535/udp\"\n", 50))}";
        Stopwatch time = Stopwatch.StartNew();

        ContainerNetException error = Assert.Throws<ContainerNetException>(() => Read(text));

        Assert.Contains("ports are published", error.Message, StringComparison.Ordinal);
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(10), $"{time.Elapsed}");
    }

    [Fact]
    public void NestedVariables_AreBounded() => Assert.Contains("variables inside each other", Assert.Throws<ContainerNetException>(
        () => Read($"services: {{a: {{image: \"{string.Concat(Enumerable.Repeat("${A:-", 1000))}x{new string('}', 1000)}\"}}}}")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("extends-same-file")]
    [InlineData("merge-keys")]
    [InlineData("override-reset")]
    [InlineData("variables-nested")]
    [InlineData("long-port")]
    public void CutAndChangedFiles_AreReadOrRefused(string shape)
    {
        string text = File.ReadAllText(Path.Combine(new ComposeShape(shape).Folder, "compose.yaml"));
        Random random = new(11);
        const string Odd = "\t:-[]{}&*!|>'\"%@`#,?\u0001\ud83d ${}<\n";
        for (int i = 0; i < 1500; i++)
        {
            string changed = i < text.Length ? text[..i] : text.Insert(random.Next(text.Length), $"{Odd[random.Next(Odd.Length)]}");
            try
            {
                _ = PlannedPorts.Of(Read(changed), null);
            }
            catch (ContainerNetException error)
            {
                Assert.Contains(Main, error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void OverrideThatComposeWouldTakeByItself_IsSaid() => Assert.Contains(
        "/p/compose.override.yaml was not read", Assert.Single(Read("services: {a: {image: a}}", ("/p/compose.override.yaml", "")).Warnings), StringComparison.Ordinal);

    private static ComposeProject Read(string text, params (string, string)[] others) => ComposeReader.Read(
        new BareHost([(Main, text), .. others]), new YamlDotNetReader(), new ComposeOptions { Files = [Main] });
}
