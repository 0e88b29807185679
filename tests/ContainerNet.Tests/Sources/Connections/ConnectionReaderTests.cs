using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Connections;

public sealed class ConnectionReaderTests
{
    private static readonly NetlinkMessage[] s_messages = NetlinkFixture.Load("connections.hex");

    private static readonly IPNetwork[] s_networks = [IPNetwork.Parse("10.1.0.0/16"), IPNetwork.Parse("fd77::/64")];

    [Fact]
    public void RewrittenConnections_AreReadWithBothDirections() =>
        Assert.Equal(
            [
                "Tcp 10.77.0.2:4003 10.77.0.1:8080 10.1.0.1:80 10.77.0.2:4003 True 0",
                "Udp fd77::2:4002 fd77::1:5353 fd77::1:54 fd77::2:4002 False 0",
                "Udp 10.77.0.2:4001 10.77.0.1:7000 10.1.0.9:7 10.1.0.1:4001 False 42",
                "Udp 10.77.0.2:4001 10.77.0.1:5353 10.1.0.9:53 10.77.0.2:4001 False 0",
            ],
            Read(Only(ConnectionDecoder.DestinationRewritten), s_networks).Value!.Select(c =>
                $"{c.Protocol} {Text(c.Original)} {Text(c.Reply)} {c.Answered} {c.Mark}"));

    [Fact]
    public void ConnectionsElsewhere_AreLeftOut()
    {
        Assert.Equal(3, Read(s_messages, [s_networks[0]]).Value!.Count);
        Assert.Empty(Read(s_messages, [IPNetwork.Parse("10.1.9.0/24")]).Value!);
    }

    [Fact]
    public void Status_IsComparedBitByBit()
    {
        const uint Confirmed = 0x8, Assured = 0x4;
        Assert.Equal(5, Only(Confirmed).Length);
        Assert.Equal(4, Only(ConnectionDecoder.DestinationRewritten | Confirmed).Length);
        Assert.Single(Only(Assured));
        Assert.Empty(Only(1u << 20));
    }

    [Fact]
    public void MoreThanTheLimit_IsSaid()
    {
        NetlinkMessage[] many = [.. Enumerable.Repeat(s_messages[0], ConnectionReader.Limit + 1)];
        Reading<IReadOnlyList<TrackedConnection>?> reading = Read(many, s_networks);
        Assert.Equal(ConnectionReader.Limit, reading.Value!.Count);
        Assert.Contains("more than", Assert.Single(reading.Gaps).Reason, StringComparison.Ordinal);
        Assert.Empty(Read(many[1..], s_networks).Gaps);
    }

    [Fact]
    public void ModuleThatIsNotLoaded_IsAGapAndNoEmptyList()
    {
        Reading<IReadOnlyList<TrackedConnection>?> reading = Read(null, s_networks);
        Assert.Null(reading.Value);
        Assert.True(Assert.Single(reading.Gaps).Partial);
    }

    [Fact]
    public void CutOrChangedMessages_AreFactsOrRefused()
    {
        foreach (NetlinkMessage message in NetlinkFixture.CutAnywhere(s_messages).Concat(NetlinkFixture.Changed(s_messages, 5000)))
        {
            Assert.NotNull(Read([message], s_networks).Value);
            _ = ConnectionSocket.HasStatus(message.Payload, 1);
        }
    }

    private static string Text(TrackedTuple tuple) => $"{tuple.Source}:{tuple.SourcePort} {tuple.Destination}:{tuple.DestinationPort}";

    private static NetlinkMessage[] Only(uint status) => [.. s_messages.Where(m => ConnectionSocket.HasStatus(m.Payload, status))];

    private static Reading<IReadOnlyList<TrackedConnection>?> Read(NetlinkMessage[]? messages, IPNetwork[] networks) =>
        ConnectionReader.Read(new TrackingHost(messages), networks);

    private sealed class TrackingHost(NetlinkMessage[]? messages) : IHost
    {
        public bool IsRoot => true;

        public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

        public FileReading ReadFile(string path) => throw new NotSupportedException();

        public IReadOnlyList<string>? ListDirectory(string path) => throw new NotSupportedException();

        public string? ReadLink(string path) => throw new NotSupportedException();

        public Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<HttpReply> GetAsync(string socket, string path, TimeSpan limit, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public IReadOnlyList<NetlinkMessage> DumpRoute(ushort messageType, ReadOnlySpan<byte> header) => throw new NotSupportedException();

        public IReadOnlyList<NetlinkMessage>? DumpConnections(uint status, int limit) => messages;
    }
}
