using System.Text;

namespace ContainerNet.Tracing;

public sealed class ChainNamesTests
{
    [Fact]
    public void SameName_HasTheSameNumber()
    {
        ChainNames names = new();
        int number = names.Number(2, "filter"u8, "FORWARD"u8);
        Assert.Equal(number, names.Number(2, "filter"u8, "FORWARD"u8));
        Assert.Equal(new ChainName("ip", "filter", "FORWARD"), names[number]);
        Assert.Equal(2, names.Count);
    }

    [Fact]
    public void NamesThatDifferInOnePart_HaveDifferentNumbers()
    {
        ChainNames names = new();
        int[] numbers =
        [
            names.Number(2, "ab"u8, "c"u8), names.Number(2, "a"u8, "bc"u8), names.Number(10, "ab"u8, "c"u8),
            names.Number(2, "ab"u8, "C"u8), names.Number(2, "ab"u8, "c\0"u8),
        ];
        Assert.Equal(numbers.Length, numbers.Distinct().Count());
        Assert.DoesNotContain(ChainNames.Unknown, numbers);
    }

    [Fact]
    public void EndlessNewNames_StopAtTheLimit()
    {
        ChainNames names = new();
        for (int i = 0; i < ChainNames.Limit + 100; i++)
        {
            names.Number(1, "t"u8, Encoding.ASCII.GetBytes($"chain{i}"));
        }

        Assert.Equal(ChainNames.Limit, names.Count);
        Assert.Equal(ChainNames.Unknown, names.Number(1, "t"u8, "one more"u8));
        Assert.Equal("chain40000", names[names.Number(1, "t"u8, "chain40000"u8)].Chain);
        Assert.Equal("?", names[ChainNames.Unknown].Chain);
    }

    [Fact]
    public void NameThatIsNoText_IsKept()
    {
        ChainNames names = new();
        ReadOnlySpan<byte> chain = [0xff, 0x1b, (byte)'[', (byte)'2', (byte)'J'];
        Assert.Equal("\ufffd\u001b[2J", names[names.Number(99, [0xff], chain)].Chain);
    }
}
