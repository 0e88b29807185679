using ContainerNet.Model;
using FsCheck;
using FsCheck.Fluent;

namespace ContainerNet.Sources.Netfilter;

public sealed class IptablesTokensTests
{
    [Theory]
    [InlineData("a  b\tc ", "a|b|c")]
    [InlineData("--comment \"two words\" -j X", "--comment|two words|-j|X")]
    [InlineData("\"a \\\" b\\\\\"", "a \" b\\")]
    [InlineData("\"\"", "")]
    [InlineData("it\\'s", "it\\'s")]
    public void Line_IsSplitAsTheToolDoes(string line, string words)
    {
        List<string> read = [];

        Assert.True(IptablesTokens.TrySplit(line, read, new WordPool()));
        Assert.Equal(words.Split('|'), read);
    }

    [Fact]
    public void OpenQuote_IsRefused() => Assert.False(IptablesTokens.TrySplit("--comment \"open", [], new WordPool()));

    [Fact]
    public void AnyWords_ComeBackAsTheyWereWritten() => Prop.ForAll<NonNull<string>[]>(words =>
    {
        string[] texts = [.. words.Select(word => word.Get)];
        List<string> read = [];
        return IptablesTokens.TrySplit(string.Join(' ', texts.Select(Written)), read, new WordPool()) && read.SequenceEqual(texts);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyText_IsSplitWithoutFailing() => Prop.ForAll<NonNull<string>>(text =>
    {
        IptablesTokens.TrySplit(text.Get, [], new WordPool());
        IptablesSaveParser.Parse("*filter\n:FORWARD ACCEPT [0:0]\n[0:0] -A FORWARD " + text.Get + "\nCOMMIT\n", FirewallBackend.IptablesNft, "ip");
        return true;
    }).QuickCheckThrowOnFailure();

    // xtables_save_string: in quotes, with a backslash before quotes and backslashes.
    private static string Written(string word) =>
        "\"" + word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
