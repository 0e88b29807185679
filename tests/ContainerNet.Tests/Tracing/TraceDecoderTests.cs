using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ContainerNet.Model;

namespace ContainerNet.Tracing;

/// <summary>The decoder against what nft printed for the same events.</summary>
public sealed partial class TraceDecoderTests
{
    public static TheoryData<string> Names => TraceFixture.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void CapturedMessages_DecodeToWhatNftPrints(string name)
    {
        TraceDecoder decoder = new();
        IReadOnlyList<TraceEvent> events = TraceFixture.Decode(name, decoder);
        string[] ours = [.. events.Where(e => e.Type != TraceType.Rule || e.Handle != 0)
            .Select(e => TraceFixture.Line(e, decoder.Chains))];
        string[] nft = [.. TraceFixture.Lines(name).Where(l => !l.Contains(" packet: ", StringComparison.Ordinal))
            .Select(l => RuleText().Replace(l.Trim(), " rule (verdict "))];
        Assert.Equal(nft, ours);
        Assert.All(
            events.Where(e => e is { Type: TraceType.Rule, Handle: 0 }),
            e => Assert.Equal(TraceVerdict.Continue, e.Verdict));
        Assert.All(events, e => Assert.NotEqual(TraceType.Unknown, e.Type));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void CapturedHeaders_HaveTheAddressesAndPortsThatNftPrints(string name)
    {
        TraceHeader[] ours = Headers(name);
        string[] nft = [.. TraceFixture.Lines(name).Where(l => Addresses().IsMatch(l))];
        Assert.Equal(nft.Length, ours.Length);
        Assert.All(nft.Zip(ours), pair => Compare(pair.First, pair.Second));
    }

    private static TraceHeader[] Headers(string name) =>
        [.. TraceFixture.Decode(name, new TraceDecoder()).Where(e => e.HasHeader).Select(e => e.Header)];

    private static void Compare(string line, TraceHeader header)
    {
        Match addresses = Addresses().Match(line);
        Assert.Equal(IPAddress.Parse(addresses.Groups[1].Value), Address(header.Source, header.IsIPv6));
        Assert.Equal(IPAddress.Parse(addresses.Groups[2].Value), Address(header.Destination, header.IsIPv6));
        Match ports = Ports().Match(line);

        // 31097 are two letters of the payload, which nft takes for the port of a later fragment.
        bool isKnown = ports.Success && header.Transport is 6 or 17 or 132 && ports.Groups[2].Value != "31097";
        Assert.Equal(isKnown ? Number(ports.Groups[2]) : 0, header.SourcePort);
        Assert.Equal(isKnown ? Number(ports.Groups[3]) : 0, header.DestinationPort);
        if (ports.Groups[1].Value == "tcp")
        {
            Assert.Equal(6, header.Transport);
            Assert.Equal(line.Contains("tcp flags == syn", StringComparison.Ordinal), header.TcpFlags == 2);
        }
    }

    [Fact]
    public void PublishedPort_ShowsTheInterfacesAndTheTranslation()
    {
        TraceDecoder decoder = new();
        IReadOnlyList<TraceEvent> events = TraceFixture.Decode("bookworm", decoder);
        TraceEvent first = events[0];
        Assert.Equal(new ChainName("inet", "capture", "pre"), decoder.Chains[first.Chain]);
        Assert.Equal((2, 0, 5L), (first.InputIndex, first.OutputIndex, first.Handle));
        TraceHeader header = first.Header;
        Assert.Equal((53653, 5353, 17), (header.SourcePort, header.DestinationPort, header.Transport));
        TraceEvent left = events.First(e => e.HasHeader && decoder.Chains[e.Chain].Chain == "post_end");
        Assert.Equal(53, left.Header.DestinationPort);
        Assert.NotEqual(first.Header.Destination, left.Header.Destination);
        Assert.NotEqual(0, left.OutputIndex);
    }

    [Fact]
    public void LaterFragmentAndExtensionHeader_HaveNoPorts()
    {
        TraceHeader[] headers = Headers("odd");
        Assert.Contains(headers, h => h is { IsIPv6: true, Transport: 60, DestinationPort: 0 });
        Assert.Contains(headers, h => h is { IsIPv6: false, Transport: 17, DestinationPort: 0 });
        Assert.Contains(headers, h => h is { IsIPv6: true, Transport: 17, DestinationPort: 4 });
        Assert.Contains(headers, h => h is { Transport: 132, SourcePort: 1111, DestinationPort: 7 });
    }

    [Theory]
    [InlineData(0x004d8003, nameof(TraceVerdict.Queue), 77)]
    [InlineData(0x00000003, nameof(TraceVerdict.Queue), 0)]
    [InlineData(0x006f0000, nameof(TraceVerdict.Drop), 0)] // NF_DROP_ERR(-ECONNREFUSED)
    [InlineData(2, nameof(TraceVerdict.Stolen), 0)]
    [InlineData(-3, nameof(TraceVerdict.Jump), 0)]
    public void VerdictWithMoreThanItself_IsTakenApart(int code, string verdict, int queue)
    {
        byte[] message = [.. TraceFixture.Messages("bookworm")[0]];
        byte[] attribute = [8, 0, 1, 0, 0xff, 0xff, 0xff, 0xff];
        int at = message.AsSpan().IndexOf(attribute);
        Convert.FromHexString(code.ToString("x8", CultureInfo.InvariantCulture)).CopyTo(message, at + 4);
        Assert.True(new TraceDecoder().TryDecode(message, out TraceEvent traced));
        Assert.Equal((verdict, queue), (traced.Verdict.ToString(), traced.QueueNumber));
    }

    [Fact]
    public void KnownNames_CostNoMemory()
    {
        TraceDecoder decoder = new();
        byte[][] messages = TraceFixture.Messages("bookworm");
        Decode(decoder, messages);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
        {
            Decode(decoder, messages);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Decode(TraceDecoder decoder, byte[][] messages)
    {
        foreach (byte[] message in messages)
        {
            decoder.TryDecode(message, out _);
        }
    }

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    private static IPAddress Address(WideNumber number, bool isIPv6)
    {
        Span<byte> bytes = stackalloc byte[16];
        number.Write(bytes);
        return new IPAddress(isIPv6 ? bytes : bytes[12..]);
    }

    [GeneratedRegex(@" rule .*\(verdict (?=[a-z]+[^()]*\)$)")]
    private static partial Regex RuleText();

    [GeneratedRegex(" packet: .* ip6? saddr ([0-9a-f.:]+) ip6? daddr ([0-9a-f.:]+)")]
    private static partial Regex Addresses();

    [GeneratedRegex(@" (tcp|udp|sctp) sport (\d+) \1 dport (\d+)")]
    private static partial Regex Ports();
}
