namespace ContainerNet.Repairs.Proxy;

public sealed class ConfigurationEditTests
{
    private static readonly string[] s_lines = ["a b;", "c d;"];

    [Theory]
    [InlineData("location / {\n    x;\n}\n", 1, "location / {\n    a b;\n    c d;\n    x;\n}\n")]
    [InlineData("server {\n  location /\n  {\n  }\n}\n", 2, "server {\n  location /\n  {\n      a b;\n      c d;\n  }\n}\n")]
    [InlineData("\tlocation / { # {\n\t\tx;\n\t}\n", 1, "\tlocation / {\n\t    a b;\n\t    c d; # {\n\t\tx;\n\t}\n")]
    [InlineData("location / { x; }\n", 1, "location / {\n    a b;\n    c d;\n    x; }\n")]
    [InlineData("location ~ \"^/a{2}\" {\n}\n", 1, "location ~ \"^/a{2}\" {\n    a b;\n    c d;\n}\n")]
    [InlineData("location / # {\n{\n}\n", 1, "location / # {\n{\n    a b;\n    c d;\n}\n")]
    [InlineData("location / {\r\n    x;\r\n}\r\n", 1, "location / {\r\n    a b;\r\n    c d;\r\n    x;\r\n}\r\n")]
    public void Insert_PutsLinesAtTheBeginningOfTheBlock(string text, int line, string expected) =>
        Assert.Equal(expected, ConfigurationEdit.Insert(text, line, s_lines));

    [Theory]
    [InlineData("x;\nlocation / {\n}\n", 1)]
    [InlineData("}\nlocation / {\n}\n", 1)]
    [InlineData("location / {\n}\n", 9)]
    [InlineData("location /", 1)]
    [InlineData("", 1)]
    [InlineData(null, 1)]
    public void Insert_LeavesATextThatIsNotAsItWasRead(string? text, int line) => Assert.Null(ConfigurationEdit.Insert(text, line, s_lines));

    [Theory]
    [InlineData("a;\n  b 1; # why\nc;\n", "a;\n  b 2; # why\nc;\n")]
    [InlineData("a;\n  b\n   1\n  ;\nc;\n", "a;\n  b 2;\nc;\n")]
    [InlineData("a;\n  b \"1;2\"; d;\nc;\n", "a;\n  b 2; d;\nc;\n")]
    public void Replace_TakesTheDirectiveUpToItsEnd(string text, string expected) =>
        Assert.Equal(expected, ConfigurationEdit.Replace(text, 2, "b", "b 2;"));

    [Theory]
    [InlineData("a;\nc;\nb 1;\n")]
    [InlineData("a;\nb 1 {\n")]
    [InlineData("a;\nb 1")]
    [InlineData("a;")]
    public void Replace_LeavesWhatIsNotThere(string text) => Assert.Null(ConfigurationEdit.Replace(text, 2, "b", "b 2;"));

    [Fact]
    public void ReplaceWords_ChangesOneLineOnly()
    {
        Assert.Equal("x 1;\nx 2;\nx 1;\n", ConfigurationEdit.ReplaceWords("x 1;\nx 1;\nx 1;\n", 2, "1", "2"));
        Assert.Null(ConfigurationEdit.ReplaceWords("x 1;\ny;\nx 1;\n", 2, "x 1", "x 2"));
    }
}
