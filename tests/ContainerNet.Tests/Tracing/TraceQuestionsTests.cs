using System.Net;
using ContainerNet.Paths;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>Words of a user, and the packets that they mean; over a snapshot of a real host.</summary>
public sealed class TraceQuestionsTests
{
    private static Snapshot Facts => EventScript.Facts;

    [Fact]
    public void ContainerFromOutside_MeansItsPublishedPorts()
    {
        IReadOnlyList<PathQuestion> questions = TraceQuestions.Of(Facts, "External", "web", [], null);
        Assert.Equal([8080, 8443], questions.Select(q => q.Port).Order());
        Assert.All(questions, q => Assert.Equal(("192.0.2.1", "web", true), (q.Address.ToString(), q.Receiver!.Name, q.IsPublished)));
        Assert.Equal([80, 443], questions.OrderBy(q => q.Port).Select(q => q.ReceiverPort));
    }

    [Fact]
    public void PortThatIsNotPublished_MeansTheContainersOwnAddress()
    {
        PathQuestion question = Assert.Single(TraceQuestions.Of(Facts, "external", "web", [80], null));
        Assert.Equal(("172.17.0.2", 80, false), (question.Address.ToString(), question.Port, question.IsPublished));
    }

    [Fact]
    public void PublishedUdpPort_IsUdpWithoutBeingTold() =>
        Assert.Equal(Protocol.Udp, Assert.Single(TraceQuestions.Of(Facts, "Host", "dns", [], null)).Protocol);

    [Fact]
    public void ContainerToContainer_GoesToItsOwnAddressAndPort()
    {
        PathQuestion question = Assert.Single(TraceQuestions.Of(Facts, "web", "db", [5432], null));
        Assert.Equal((Vantage.Container, "web", "db"), (question.Vantage, question.Sender!.Name, question.Receiver!.Name));
        Assert.Equal(Facts.Containers.Single(c => c.Name == "db").Endpoints[0].IPv4, question.Address);
    }

    [Fact]
    public void AddressWithPort_FindsTheContainerBehindIt()
    {
        PathQuestion published = Assert.Single(TraceQuestions.Of(Facts, "Loopback", "127.0.0.1:8080", [], null));
        Assert.Equal(("web", 80), (published.Receiver!.Name, published.ReceiverPort));
        PathQuestion direct = Assert.Single(TraceQuestions.Of(Facts, "External", "172.17.0.2", [443], null));
        Assert.Equal(("web", false), (direct.Receiver!.Name, direct.IsPublished));
        PathQuestion outside = Assert.Single(TraceQuestions.Of(Facts, "web", "192.0.2.9:53", [], Protocol.Udp));
        Assert.Null(outside.Receiver);
        Assert.Equal(IPAddress.Parse("192.0.2.9"), outside.Address);
    }

    [Fact]
    public void OwnAddress_IsSentFrom() => Assert.Equal(
        IPAddress.Parse("192.0.2.1"), Assert.Single(TraceQuestions.Of(Facts, "192.0.2.1", "web", [8080], null)).SourceAddress);

    [Fact]
    public void AddressOfAnotherMachine_IsASenderWhereNothingIsSent()
    {
        Assert.Throws<ContainerNetException>(() => TraceQuestions.Of(Facts, "203.0.113.9", "web", [8080], null));
        PathQuestion question = Assert.Single(TraceQuestions.Of(Facts, "203.0.113.9", "web", [8080], null, predicted: true));
        Assert.Equal(
            (Vantage.External, "203.0.113.9", "203.0.113.9"), (question.Vantage, question.From, question.SourceAddress!.ToString()));
        Assert.True(question.IsPublished);
    }

    [Fact]
    public void AddressOfAContainer_IsThatContainer()
    {
        PathQuestion question = Assert.Single(TraceQuestions.Of(Facts, "172.17.0.2", "192.0.2.9:53", [], null));
        Assert.Equal((Vantage.Container, "web", "172.17.0.2"), (question.Vantage, question.Sender!.Name, question.SourceAddress!.ToString()));
    }

    [Theory]
    [InlineData("2001:db8::99", "192.0.2.1:8080")]
    [InlineData("203.0.113.9", "[2001:db8::1]:6379")]
    public void SenderOfAnotherFamily_IsRefused(string from, string to) => Assert.Contains(
        "family",
        Assert.Throws<ContainerNetException>(() => TraceQuestions.Of(Facts, from, to, [], null, predicted: true)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void SenderOverIPv6_ComesToPortsThatArePublishedThere() => Assert.All(
        TraceQuestions.Of(Facts, "2001:db8::99", "cache", [], null, predicted: true),
        q => Assert.Equal(System.Net.Sockets.AddressFamily.InterNetworkV6, q.Address.AddressFamily));

    [Theory]
    [InlineData("External", "nobody", new int[0])]
    [InlineData("nobody", "web", new int[0])]
    [InlineData("Container", "web", new int[0])]
    [InlineData("198.51.100.77", "web", new int[0])]
    [InlineData("External", "192.0.2.9", new int[0])]
    [InlineData("External", "", new int[0])]
    [InlineData("", "web", new int[0])]
    [InlineData("0", "web", new int[0])]
    public void WordsThatMeanNothing_AreRefused(string from, string to, int[] ports)
    {
        ContainerNetException refused = Assert.Throws<ContainerNetException>(() => TraceQuestions.Of(Facts, from, to, ports, null));
        Assert.Equal(Problem.TargetNotFound, refused.Problem);
        Assert.NotEmpty(refused.Message);
    }

    [Fact]
    public void Sctp_IsNotSent() => Assert.Equal(Problem.TargetNotFound, Assert.Throws<ContainerNetException>(
        () => TraceQuestions.Of(Facts, "External", "web", [8080], Protocol.Sctp)).Problem);

    [Fact]
    public void WatchedContainer_IsFoundByItsPortsAndItsAddress()
    {
        TraceWatch watch = TraceWatches.Of(Facts, new WatchFilter { To = ["web"], Protocol = Protocol.Tcp });
        Assert.Contains(watch.Flows, f => f is { DestinationPort: 8080, Destination: null });
        Assert.Contains(watch.Flows, f => f.Destination?.ToString() == "172.17.0.2/32");
        Assert.All(watch.Flows, f => Assert.True(f.OpeningOnly));
        Assert.True(watch.PairAnswers);
    }

    [Fact]
    public void WatchedSource_NarrowsEveryFlow()
    {
        TraceWatch watch = TraceWatches.Of(Facts, new WatchFilter
        {
            To = ["web"], SourceAddress = "192.0.2.0/24", AllPackets = true, PerSecond = 5,
        });
        Assert.All(watch.Flows, f => Assert.Equal(("192.0.2.0/24", AddressFamily.IPv4, 5), ($"{f.Source}", f.Family!.Value, f.PerSecond!.Value)));
        Assert.All(watch.Flows, f => Assert.False(f.OpeningOnly));
        Assert.False(watch.PairAnswers);
    }

    [Fact]
    public void WhatAContainerSends_IsWatchedByItsSource() => Assert.All(
        TraceWatches.Of(Facts, new WatchFilter { To = ["db"], Direction = TraceDirection.Out }).Flows,
        f => Assert.NotNull(f.Source));

    [Theory]
    [InlineData("nobody", null)]
    [InlineData("web", "not-an-address")]
    public void WatchedWordsThatMeanNothing_AreRefused(string to, string? source) => Assert.Equal(
        Problem.TargetNotFound,
        Assert.Throws<ContainerNetException>(
            () => TraceWatches.Of(Facts, new WatchFilter { To = [to], SourceAddress = source })).Problem);
}
