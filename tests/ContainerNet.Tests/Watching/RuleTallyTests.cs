using ContainerNet.Hosting;
using ContainerNet.Sources;

namespace ContainerNet.Watching;

public sealed class RuleTallyTests
{
    [Fact]
    public void CapturedTransactions_AreCountedEach_WithTheProcess()
    {
        RuleTally tally = new();
        tally.KnowTable(2, [11, 0, 1, 0, .. "filter\0"u8, 0]);
        List<RuleTally.Transaction> done = [];
        foreach (NetlinkMessage message in WatchFixture.Messages("rules.hex"))
        {
            if (Take(tally, message) is { } transaction)
            {
                done.Add(transaction);
            }
        }

        Assert.Equal(
            [
                "iptables ip filter: chain AAA added",
                "iptables ip filter: 1 rule added",
                "iptables ip filter: 1 rule removed",
                "iptables ip filter: chain AAA removed",
                "iptables ip filter: chain FORWARD added",
                "nft inet x: table inet x added",
                "nft inet x: table inet x removed",
            ],
            done.Select(d => $"{d.ProcessName} {RuleCounts.Names(d.Counts.Tables)}: {d.Counts}"));
        Assert.Equal(119u, done[0].Counts.Generation);
        Assert.All(done, d => Assert.True(d.ProcessId > 1));
    }

    /// <summary>iptables -P tells the chain twice, as it was and with the new policy; every other iptables tells it as well.</summary>
    [Fact]
    public void PolicyOfAChainThatIsKnown_IsTold_OnlyWhenItIsAnother()
    {
        NetlinkMessage[] messages = WatchFixture.Messages("rules.hex");
        NetlinkMessage chain = messages.Last(m => m.Type == 0x0a03);
        byte[] dropped = [.. chain.Payload];
        int policy = dropped.AsSpan().IndexOf<byte>([8, 0, 5, 0]) + 7;
        dropped[policy] = 0;
        RuleTally tally = new();
        tally.KnowChain(2, dropped.AsSpan(4));
        Assert.Null(Take(tally, chain));
        Assert.Null(Take(tally, chain));
        Assert.Equal("policy of FORWARD accept now", Take(tally, messages.First(m => m.Type == 0x0a0f))!.Counts.ToString());
    }

    [Fact]
    public void DamagedMessages_ThrowNothingButFormatException()
    {
        NetlinkMessage[] messages = WatchFixture.Messages("rules.hex");
        foreach (NetlinkMessage message in NetlinkFixture.CutAnywhere(messages).Concat(NetlinkFixture.Changed(messages, 2000)))
        {
            try
            {
                _ = Take(new RuleTally(), message);
            }
            catch (FormatException)
            {
                // What the watcher expects.
            }
        }
    }

    [Fact]
    public void LossInTheMiddle_ForgetsWhatWasCounted()
    {
        NetlinkMessage[] messages = WatchFixture.Messages("rules.hex");
        RuleTally tally = new();
        Take(tally, messages.First(m => m.Type == 0x0a06));
        tally.Forget();
        Assert.Equal("nothing that has a name", Take(tally, messages.First(m => m.Type == 0x0a0f))!.Counts.ToString());
    }

    /// <summary>Counting by the name of the table that was read before must count the same.</summary>
    [Fact]
    public void RulesOfSeveralTables_AreCountedForEach()
    {
        NetlinkMessage rule = WatchFixture.Messages("rules.hex").First(m => m.Type == 0x0a06);
        byte[] other = [.. rule.Payload];
        other.AsSpan(other.AsSpan().IndexOf("filter"u8), 6).Fill((byte)'x');
        RuleTally tally = new();
        foreach (byte[] payload in (byte[][])[rule.Payload, rule.Payload, other, other, rule.Payload])
        {
            Assert.Null(tally.Take(rule.Type, payload));
        }

        RuleCounts counts = Take(tally, WatchFixture.Messages("rules.hex").First(m => m.Type == 0x0a0f))!.Counts;
        Assert.Equal(5, counts.RulesAdded);
        Assert.Equal(["ip filter", "ip xxxxxx"], counts.Tables);
    }

    private static RuleTally.Transaction? Take(RuleTally tally, NetlinkMessage message) => tally.Take(message.Type, message.Payload);
}
