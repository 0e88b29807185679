using System.Runtime.InteropServices;

namespace ContainerNet.Tracing;

/// <summary>Nothing that comes may do harm: messages cut off anywhere, and bytes changed at random.</summary>
public sealed class TraceHostileTests
{
    private const int Mutations = 200_000;

    [Theory]
    [MemberData(nameof(TraceDecoderTests.Names), MemberType = typeof(TraceDecoderTests))]
    public void MessageCutOffAnywhere_IsRefused(string name)
    {
        TraceDecoder decoder = new();
        foreach (byte[] message in TraceFixture.Messages(name))
        {
            for (int length = 0; length < message.Length; length++)
            {
                Assert.False(decoder.TryDecode(message.AsSpan(0, length), out _));
            }
        }
    }

    [Theory]
    [MemberData(nameof(TraceDecoderTests.Names), MemberType = typeof(TraceDecoderTests))]
    public void ShorterMessageThatSaysSo_IsRefusedOrKeepsItsNames(string name)
    {
        TraceDecoder decoder = new();
        foreach (byte[] message in TraceFixture.Messages(name))
        {
            decoder.TryDecode(message, out TraceEvent whole);
            for (int length = 16; length < message.Length; length++)
            {
                byte[] cut = message[..length];
                MemoryMarshal.Write(cut, length);
                if (decoder.TryDecode(cut, out TraceEvent traced))
                {
                    Assert.Equal((whole.PacketId, whole.Chain), (traced.PacketId, traced.Chain));
                    Assert.Equal(whole.Type, traced.Type);
                }
            }
        }
    }

    [Fact]
    public void RandomDamage_NeverThrowsAndStaysBounded()
    {
        Random random = new(20_261_121);
        byte[][] messages = [.. TraceFixture.Messages("odd"), .. TraceFixture.Messages("forky")];
        TraceMessages target = new();
        CountingSink sink = new();
        for (int i = 0; i < Mutations; i++)
        {
            byte[] message = [.. messages[random.Next(messages.Length)]];
            for (int changes = random.Next(1, 5); changes > 0; changes--)
            {
                message[random.Next(message.Length)] = (byte)random.Next(256);
            }

            bool isCut = random.Next(10) == 0;
            int length = isCut ? random.Next(message.Length) : message.Length;
            target.Tell(message.AsSpan(0, length), isTruncated: isCut && random.Next(2) == 0, sink);
        }

        Assert.True(sink.Losses > 0);
        Assert.True(sink.Events > 0);
        Assert.InRange(target.Chains.Count, 1, ChainNames.Limit);
    }

    [Fact]
    public void SeveralMessagesInOneDatagram_AreAllTold()
    {
        CountingSink sink = new();
        byte[][] messages = TraceFixture.Messages("trixie");
        new TraceMessages().Tell([.. messages[0], .. messages[2], .. messages[0]], isTruncated: false, sink);
        Assert.Equal((3, 0), (sink.Events, sink.Losses));
    }

    [Fact]
    public void EndOfAChain_IsToldOnlyWithAHeader()
    {
        CountingSink sink = new();
        TraceMessages target = new();
        byte[][] messages = TraceFixture.Messages("trixie");
        Array.ForEach(messages, m => target.Tell(m, isTruncated: false, sink));
        int lines = TraceFixture.Lines("trixie").Count(l => !l.Contains(" packet: ", StringComparison.Ordinal));
        int shown = TraceFixture.Decode("trixie", new TraceDecoder())
            .Count(e => e is { Type: TraceType.Rule, Handle: 0, HasHeader: true });
        Assert.True(shown > 0 && lines + shown < messages.Length);
        Assert.Equal((lines + shown, 0), (sink.Events, sink.Losses));
    }

    [Fact]
    public void TruncatedDatagram_IsALoss()
    {
        CountingSink sink = new();
        byte[][] messages = TraceFixture.Messages("trixie");
        new TraceMessages().Tell([.. messages[0], .. messages[1][..^8]], isTruncated: true, sink);
        Assert.Equal((1, 1), (sink.Events, sink.Losses));
    }

    [Fact]
    public void TruncatedRuleOfAChange_IsNoLoss()
    {
        CountingSink sink = new();
        byte[] rule = [.. TraceFixture.Messages("trixie")[0]];
        rule[4] = 6; // NFT_MSG_NEWRULE
        new TraceMessages().Tell(rule.AsSpan(0, rule.Length - 8), isTruncated: true, sink);
        new TraceMessages().Tell(rule, isTruncated: false, sink);
        Assert.Equal((0, 0), (sink.Events, sink.Losses));
    }
}
