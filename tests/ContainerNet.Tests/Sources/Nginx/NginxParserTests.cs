using ContainerNet.Model.Proxies;
using FsCheck;
using FsCheck.Fluent;

namespace ContainerNet.Sources.Nginx;

public sealed class NginxParserTests
{
    [Theory]
    [InlineData("a b;", "a", "b")]
    [InlineData("a \"b c\" 'd;e';", "a", "b c", "d;e")]
    [InlineData("a b\\ c \\;d;", "a", "b\\ c", "\\;d")]
    [InlineData(@"a ""\""q\"" \n \$x"" '\t';", "a", "\"q\" \n \\$x", "\t")]
    [InlineData("a ${b}c $d{", "a", "${b}c", "$d")]
    [InlineData("if ($a ~ \"x\") {", "if", "($a", "~", "x", ")")]
    [InlineData("a b}c#d; # e ; f", "a", "b}c#d")]
    [InlineData("a\r\n\tb # c\n d;", "a", "b", "d")]
    public void Words_AreThoseOfNginx(string text, params string[] expected)
    {
        string closed = text.EndsWith('{') ? text + "}" : text;

        NginxDirective directive = Assert.Single(NginxText.Parse(closed).Directives);

        Assert.Equal(expected, directive.Words.Select(w => w.Value));
    }

    [Theory]
    [InlineData("a b", 1, "unexpected end of file, expecting \";\" or \"}\"")]
    [InlineData("http {\n server {\n }\n", 4, "unexpected end of file, expecting \"}\" of line 1")]
    [InlineData("a;\n}\nb;", 2, "unexpected \"}\"")]
    [InlineData("a;\n;", 2, "unexpected \";\"")]
    [InlineData("a {\n b }", 2, "unexpected \"}\"")]
    [InlineData("a \"b\"c;", 1, "unexpected \"c\"")]
    [InlineData("a \"b\n c;\n", 3, "unexpected end of file, expecting \";\" or \"}\"")]
    [InlineData("{", 1, "unexpected \"{\"")]
    [InlineData("x\0y;", 1, "it is no text: there is a null character in it")]
    [InlineData("\ufeffa b;", 1, "it begins with a byte order mark, which nginx takes for part of the first word")]
    [InlineData("a {\n content_by_lua_block { if x then { }\n", 2, "unexpected end of file, expecting \"}\" of Lua")]
    public void WhatNginxRefuses_IsToldWithItsLine(string text, int line, string reason)
    {
        NginxFile file = NginxText.Parse(text);

        Assert.Equal((ProxyProblemKind.Refused, line, reason), (file.Problem!.Kind, file.Problem.Source.Line, file.Problem.Reason));
    }

    [Fact]
    public void WhatStandsBeforeAnError_IsKept() =>
        Assert.Equal("<a~a|b~b><c~c[<d~d>]>", NginxText.Shape(NginxText.Parse("a b; c { d; } ; e;").Directives));

    [Theory]
    [InlineData(4095, true)]
    [InlineData(4096, false)]
    public void Word_HasTheLengthThatFitsTheBuffer(int length, bool accepted) =>
        Assert.Equal(accepted, NginxText.Parse($"a {new string('b', length)};").Problem is null);

    [Fact]
    public void Lua_IsKeptAsItIs()
    {
        const string script = " local t = { '}', \"\\\"}\", [==[ } ]=] } ]==] } -- }\n --[[ } ]] return t ";
        NginxFile file = NginxText.Parse($"location / {{ content_by_lua_block {{{script}}} return 200; }} last;");

        Assert.Null(file.Problem);
        Assert.Equal([script, null], file.Directives[0].Block!.Select(d => d.Script));
        Assert.Equal(2, file.Directives[1].Source.Line);
    }

    [Fact]
    public void DeepNesting_IsBounded()
    {
        NginxFile file = NginxText.Parse(string.Concat(Enumerable.Repeat("a {\n", 100_000)));

        Assert.Equal(ProxyProblemKind.Unread, file.Problem!.Kind);
        Assert.Equal(NginxParser.DepthLimit + 1, file.Problem.Source.Line);
    }

    [Fact]
    public void Latin1_IsReadAndTold()
    {
        NginxFile file = NginxParser.Parse("f", [.. "a "u8, 0xe4, .. ";"u8]);

        Assert.Equal("\u00e4", file.Directives[0][0]);
        Assert.Equal(ProxyProblemKind.Unread, file.Problem!.Kind);
    }

    [Fact]
    public void WrittenTree_ReadsAsTheSameTree() => Prop.ForAll(Block(3).ToArbitrary(), text =>
    {
        NginxFile file = NginxText.Parse(text);
        NginxFile again = NginxText.Parse(NginxWriter.Write(file.Directives));
        return file.Problem is null && again.Problem is null && NginxText.Shape(file.Directives) == NginxText.Shape(again.Directives);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyBytes_EndWithoutHarm() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
    {
        NginxFile file = NginxParser.Parse("f", bytes);
        return NginxWriter.Write(file.Directives).Length >= 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnySoup_EndsWithoutHarm() => Prop.ForAll(Soup.ToArbitrary(), text =>
    {
        NginxFile file = NginxText.Parse(text);
        NginxFile again = NginxText.Parse(NginxWriter.Write(file.Directives));
        return again.Problem is null && NginxText.Shape(file.Directives) == NginxText.Shape(again.Directives);
    }).QuickCheckThrowOnFailure();

    private static Gen<string> Word => Gen.Elements(
        "a", "$b", "${c}", "\"d e\"", "'f;{'", "g\\;h", "\"\\\"\\n\"", "i}j", "k#l", "\u00e4", "~*", "^/x$", "\"multi\nline\"", "'#'", "\\\"", "'$'", "\"\"");

    private static Gen<string> Soup => Gen.Elements(
        " ", "\n", ";", "{", "}", "\"", "'", "\\", "$", "#", "a", "b", ")", "\r", "x_by_lua_block", "--", "[[", "]]").ListOf(40).Select(string.Concat);

    private static Gen<string> Block(int depth) =>
        from count in Gen.Choose(0, 4)
        from directives in Directive(depth).ListOf(count)
        select string.Join(' ', directives);

    private static Gen<string> Directive(int depth) =>
        from count in Gen.Choose(1, 4)
        from words in Word.ListOf(count)
        from space in Gen.Elements(" ", "\n", "\t", "  # comment ; {\n")
        from end in depth == 0 ? Gen.Constant(";") : Gen.Frequency((3, Gen.Constant(";")), (1, Block(depth - 1).Select(b => $"{{ {b} }}")))
        select $"{string.Join(space, words)} {end}";
}
