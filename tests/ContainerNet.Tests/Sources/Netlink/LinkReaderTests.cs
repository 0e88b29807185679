using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netlink;

public sealed class LinkReaderTests
{
    private static readonly NetlinkMessage[] s_messages = [.. File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures/netlink/bridge-and-veth.hex"))
        .Where(l => !l.StartsWith('#'))
        .Select(l => l.Split(' '))
        .Select(w => new NetlinkMessage(ushort.Parse(w[0], CultureInfo.InvariantCulture), Convert.FromHexString(w[1])))];

    [Fact]
    public void BridgeWithAVeth_IsReadWhole()
    {
        LinkFacts facts = Read(s_messages).Value;
        Link bridge = facts.Links.Single(l => l.Name == "br0");
        Link port = facts.Links.Single(l => l.Name == "va");
        Assert.Equal("bridge", bridge.Kind);
        Assert.True(bridge is { IsUp: true, HasCarrier: true, MtuBytes: 1500, ForwardingIPv4: not null, ReversePathFilter: not null });
        Assert.Equal((bridge.Index, facts.Links.Single(l => l.Name == "vb").Index), (port.MasterIndex, port.PeerIndex));
        Assert.Contains(facts.Addresses, a => $"{a.Address}/{a.PrefixLength}" == "10.1.0.1/16" && a.LinkIndex == bridge.Index);
        Assert.Contains(facts.Routes, r => r.Type == "blackhole" && r.Destination.ToString() == "10.66.0.0/16" && r.LinkIndex == 0);
        Assert.Contains(facts.Routes, r => r.Destination.PrefixLength == 0 && $"{r.Gateway}" == "10.1.0.254" && r.Table == 254);
        Assert.Contains(facts.Neighbours, n => $"{n.Address} {n.HardwareAddress} {n.State}" == "10.1.0.9 02:00:00:00:00:09 permanent");
    }

    [Fact]
    public void EveryMessageCutAnywhere_IsAGapOrAFactAndNeverACrash()
    {
        foreach (NetlinkMessage message in s_messages)
        {
            for (int length = 0; length < message.Payload.Length; length++)
            {
                Reading<LinkFacts> reading = Read([message with { Payload = message.Payload[..length] }]);
                Assert.All(reading.Gaps, g => Assert.Equal(FactKinds.Links, g.Facts));
            }
        }
    }

    [Fact]
    public void BytesChangedAtRandom_NeverCrash()
    {
        Random random = new(7);
        for (int round = 0; round < 5000; round++)
        {
            NetlinkMessage message = s_messages[random.Next(s_messages.Length)];
            byte[] payload = [.. message.Payload];
            for (int i = 0; i < 4; i++)
            {
                payload[random.Next(payload.Length)] = (byte)random.Next(256);
            }

            Assert.NotNull(Read([message with { Payload = payload }]));
        }
    }

    [Fact]
    public void CutInterface_IsAGapThatForbidsConclusions()
    {
        NetlinkMessage link = s_messages.First(m => m.Type == LinkDecoder.MessageType);
        Gap gap = Assert.Single(Read([link with { Payload = link.Payload[..^2] }]).Gaps);
        Assert.False(gap.Partial);
    }

    [Fact]
    public void RefusedDump_IsAGap()
    {
        RootedHost host = new("/nowhere")
        {
            Replies = _ => throw new ContainerNetException(Problem.NetlinkRefused, "rtnetlink", "no"),
        };
        Assert.NotEmpty(LinkReader.Read(host).Gaps);
    }

    /// <summary>Every request gets all messages: each decoder takes its own. IPv6 counts as there.</summary>
    private static Reading<LinkFacts> Read(NetlinkMessage[] messages) =>
        LinkReader.Read(new RootedHost("/nowhere") { Replies = _ => messages });
}
