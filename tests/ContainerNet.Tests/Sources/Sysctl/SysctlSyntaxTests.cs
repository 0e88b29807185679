using ContainerNet.Model;

namespace ContainerNet.Sources.Sysctl;

public sealed class SysctlSyntaxTests
{
    [Theory]
    [InlineData("net.ipv4.ip_forward", "net/ipv4/ip_forward")]
    [InlineData("net/ipv4/conf/eth0.5/forwarding", "net/ipv4/conf/eth0.5/forwarding")]
    [InlineData("net.ipv4.conf.eth0/5.forwarding", "net/ipv4/conf/eth0.5/forwarding")]
    [InlineData("/net//ipv4/ip_forward/", "net/ipv4/ip_forward")]
    [InlineData("word", "word")]
    public void Key_BecomesAPath(string key, string path) => Assert.Equal(path, SysctlKey.ToPath(key));

    [Theory]
    [InlineData("net/ipv4/conf/*/forwarding", "net/ipv4/conf/eth0/forwarding", true)]
    [InlineData("net/*/forwarding", "net/ipv4/conf/eth0/forwarding", false)]
    [InlineData("*", ".hidden", false)]
    [InlineData("e[a-f]?0", "eth0", false)]
    [InlineData("e[r-u]?0", "eth0", true)]
    [InlineData("[!a]*", "eth0", true)]
    [InlineData("[!e]*", "eth0", false)]
    [InlineData("[]x]y", "]y", true)]
    [InlineData("a[", "a[", true)]
    [InlineData("[!", "[!", true)]
    [InlineData("a\\*", "a*", true)]
    [InlineData("a\\*", "ab", false)]
    public void Pattern_MatchesAsGlobDoes(string pattern, string path, bool expected) =>
        Assert.Equal(expected, Glob.Matches(pattern, path));

    [Fact]
    public void HostilePattern_TakesNoTimeAtAll() =>
        Assert.False(Glob.Matches(string.Concat(Enumerable.Repeat("*a", 5000)) + "b", new string('a', 20000)));

    [Theory]
    [InlineData("1", 1)]
    [InlineData(" -1 ", -1)]
    [InlineData("0x1f", 31)]
    [InlineData("010", 8)]
    [InlineData("1 2", 1)]
    [InlineData("", null)]
    [InlineData("yes", null)]
    [InlineData("1a", null)]
    [InlineData("08", null)]
    [InlineData("2147483648", null)]
    [InlineData("-2147483648", int.MinValue)]
    [InlineData("99999999999999999999999", null)]
    [InlineData(null, null)]
    public void Number_IsReadAsTheKernelDoes(string? text, int? expected) =>
        Assert.Equal(expected, SettingValue.ToNumber(text));
}
