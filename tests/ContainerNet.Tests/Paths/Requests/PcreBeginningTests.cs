namespace ContainerNet.Paths.Requests;

public sealed class PcreBeginningTests
{
    [Theory]
    [InlineData("^/app(/|$)(.*)", "/app")]
    [InlineData("^/v1.2/x", "/v1")]
    [InlineData(@"^/v1\.2/x", "/v1.2/x")]
    [InlineData("^/foos?", "/foo")]
    [InlineData("^/foo*", "/fo")]
    [InlineData("^/foo{2}", "/fo")]
    [InlineData("^/a|b", "")]
    [InlineData("^/(a|b)", "/")]
    [InlineData("^/x[|]y", "")]
    [InlineData("/app", "")]
    [InlineData("^(?i)/app", "")]
    [InlineData(@"^\d", "")]
    [InlineData("^", "")]
    public void Of_IsWhatEveryMatchBeginsWith(string pattern, string expected) => Assert.Equal(expected, PcreBeginning.Of(pattern));

    [Theory]
    [InlineData("^/App", true, "/aPP/x", true)]
    [InlineData("^/App", false, "/aPP/x", false)]
    [InlineData("^/App", true, "/ap", false)]
    [InlineData("^/a|b", true, "/xb", true)]
    public void Pattern_WithABeginning_MatchesAsBefore(string pattern, bool ignoreCase, string text, bool expected) =>
        Assert.Equal(expected, new Pcre(pattern, ignoreCase).IsMatch(text));
}
