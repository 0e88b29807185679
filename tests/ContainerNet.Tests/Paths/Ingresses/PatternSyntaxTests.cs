namespace ContainerNet.Paths.Ingresses;

public sealed class PatternSyntaxTests
{
    [Theory]
    [InlineData("/app(/|$)(.*)", true)]
    [InlineData("/app(", false)]
    [InlineData("/app)", false)]
    [InlineData(@"/app\(", true)]
    [InlineData("/[a-z", false)]
    [InlineData("/[]", false)]
    [InlineData("/[]]", true)]
    [InlineData("/[^]]", true)]
    [InlineData("/[(]", true)]
    [InlineData("/[[:alpha:])]", true)]
    [InlineData(@"/[\]]", true)]
    [InlineData(@"/a\", false)]
    [InlineData(@"/\Q(\E", true)]
    [InlineData("/(?#a(b)c", true)]
    [InlineData("/(?:a", false)]
    public void Fault_IsWhatPcreDoesNotTake(string pattern, bool isRight) => Assert.Equal(isRight, PatternSyntax.Fault(pattern) is null);
}
