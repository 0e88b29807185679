namespace ContainerNet.Sources.Proc;

public sealed class ProcessStatTests
{
    [Theory]
    [InlineData("863 (sysctl) S 1 863", "sysctl", 1)]
    [InlineData("863 (a) b (c)) R 42 863", "a) b (c)", 42)]
    public void Name_MayHoldBlanksAndParentheses(string stat, string name, int parent)
    {
        ProcessStat? read = ProcessStat.Parse(stat);

        Assert.Equal((name, parent, null), (read!.Name, read.ParentId, read.StartTicks));
    }

    [Fact]
    public void ProcessThatHasEnded_TellsNothing() => Assert.Null(ProcessStat.Parse(""));

    [Fact]
    public void Age_IsCountedFromTheBoot() => Assert.Equal(
        2.5, ProcessStat.Parse("1 (x) S 0 1 1 0 -1 4194560 1 1 1 1 1 1 1 1 20 0 1 0 750 1 1")!.Age(10));
}
