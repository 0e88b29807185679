using System.Net;
using ContainerNet.Model;
using FsCheck;
using FsCheck.Fluent;

namespace ContainerNet.Tracing;

public sealed class LegacyTraceDecoderTests
{
    private static readonly byte[][] s_messages = [.. File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures/netlink/legacy-trace.hex"))
        .Where(l => !l.StartsWith('#'))
        .Select(l => Convert.FromHexString(l.Split(' ')[1]))];

    [Fact]
    public void LinesOfAKernel_AreReadWhole()
    {
        string[] lines = [.. s_messages.Select(m => LegacyTraceDecoder.Read(m, out LegacyTraceEntry e) == LegacyTraceReading.Entry
            ? $"{e.Family} {e.Table} {e.Chain} {e.Type} {e.Number} hook {e.Hook} {Text(e.Header)}"
            : "foreign")];
        string four = "10.9.1.2 > 10.9.1.1", six = "2001:db8:9::2 > 2001:db8:9::1";
        Assert.Equal(
            [
                $"IPv4 filter INPUT Rule 2 hook 1 {four} 80 17",
                $"IPv4 filter JUMPS Rule 1 hook 1 {four} 80 17",
                $"IPv4 filter INPUT Rule 2 hook 1 {four} 81 17",
                $"IPv4 filter JUMPS Return 2 hook 1 {four} 81 17",
                $"IPv4 filter INPUT Policy 3 hook 1 {four} 81 17",
                "foreign",
                $"IPv4 filter INPUT Rule 2 hook 1 {four} 80 6",
                $"IPv4 filter JUMPS Return 2 hook 1 {four} 80 6",
                $"IPv4 filter INPUT Policy 3 hook 1 {four} 80 6",
                $"IPv6 filter INPUT Policy 3 hook 1 {six} 80 17",
                $"IPv6 filter INPUT Rule 2 hook 1 {six} 81 17",
                $"IPv6 filter INPUT Policy 3 hook 1 {six} 80 6",
            ],
            lines);
    }

    [Fact]
    public void Syn_HasItsFlagsSequenceAndInterface()
    {
        LegacyTraceDecoder.Read(s_messages[6], out LegacyTraceEntry entry);
        Assert.Equal(2, entry.Header.TcpFlags);
        Assert.NotEqual(0u, entry.Header.Sequence);
        Assert.True(entry is { InputIndex: > 0, OutputIndex: 0 });
        Assert.True(entry.Header.SourcePort > 1023);
    }

    [Fact]
    public void EveryMessageCutAnywhere_IsRefusedOrTheSameLine()
    {
        foreach (byte[] message in s_messages)
        {
            LegacyTraceReading whole = LegacyTraceDecoder.Read(message, out LegacyTraceEntry expected);
            for (int length = 0; length < message.Length; length++)
            {
                if (LegacyTraceDecoder.Read(message.AsSpan(0, length), out LegacyTraceEntry entry) == LegacyTraceReading.Entry)
                {
                    Assert.Equal((whole, expected.Chain, expected.Header), (LegacyTraceReading.Entry, entry.Chain, entry.Header));
                }
            }
        }
    }

    [Fact]
    public void DamagedMessages_NeverThrow() =>
        Prop.ForAll(
            Gen.Elements(s_messages).SelectMany(m => Gen.Choose(0, m.Length - 1).Two().SelectMany(
                at => Gen.Choose(0, 255).Two().Select(value => (m, at, value)))).ToArbitrary(),
            x =>
            {
                byte[] damaged = [.. x.m];
                damaged[x.at.Item1] = (byte)x.value.Item1;
                damaged[x.at.Item2] = (byte)x.value.Item2;
                LegacyTraceReading reading = LegacyTraceDecoder.Read(damaged, out LegacyTraceEntry entry);
                return reading != LegacyTraceReading.Entry || (entry.Number >= 0 && entry.Chain.Length > 0);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyBytes_NeverThrow() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            _ = LegacyTraceDecoder.Read(bytes, out _);
            _ = PacketStart.TryRead(bytes, out _);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("TRACE: filter:A:B:rule:7 ", "A:B", 7)] // a chain with a colon in its name
    [InlineData("TRACE: filter:FORWARD:rule:7", "FORWARD", 7)]
    [InlineData("TRACE: filter:rule:7 ", null, 0)]
    [InlineData("TRACE: filter:FORWARD:drop:7 ", null, 0)]
    [InlineData("TRACE: filter:FORWARD:rule:-7 ", null, 0)]
    [InlineData("TRACE: filter:FORWARD:rule:99999999999 ", null, 0)]
    [InlineData("TRACE: :::", null, 0)]
    [InlineData("TRACE: ", null, 0)]
    public void Line_IsReadOrRefused(string line, string? chain, int number)
    {
        byte[] message = [.. s_messages[0].AsSpan(0, 4), .. Attribute(10, [.. System.Text.Encoding.UTF8.GetBytes(line), 0]),
            .. Attribute(9, PayloadOf(s_messages[0]))];
        LegacyTraceReading reading = LegacyTraceDecoder.Read(message, out LegacyTraceEntry entry);
        Assert.Equal(chain is null ? LegacyTraceReading.Malformed : LegacyTraceReading.Entry, reading);
        Assert.Equal((chain, number), (entry.Chain, entry.Number));
    }

    [Fact]
    public void LaterFragment_HasNoPorts()
    {
        byte[] packet = PayloadOf(s_messages[0]);
        packet[7] = 1;
        Assert.True(PacketStart.TryRead(packet, out TraceHeader header));
        Assert.Equal((0, 0, 17), (header.SourcePort, header.DestinationPort, header.Transport));
    }

    [Fact]
    public void PortsBehindExtensionHeaders_AreFound()
    {
        byte[] packet = PayloadOf(s_messages[9]);
        byte[] extended = [.. packet.AsSpan(0, 40), 60, 0, 0, 0, 0, 0, 0, 0, 17, 1, .. new byte[14], .. packet.AsSpan(40)];
        extended[6] = 0;
        Assert.True(PacketStart.TryRead(extended, out TraceHeader header));
        Assert.Equal((80, 17), (header.DestinationPort, header.Transport));
    }

    private static byte[] PayloadOf(byte[] message)
    {
        for (int at = 4; ; at += (BitConverter.ToUInt16(message, at) + 3) & ~3)
        {
            if (BitConverter.ToUInt16(message, at + 2) == 9)
            {
                return message[(at + 4)..(at + BitConverter.ToUInt16(message, at))];
            }
        }
    }

    private static byte[] Attribute(ushort type, byte[] value) =>
        [.. BitConverter.GetBytes((ushort)(value.Length + 4)), .. BitConverter.GetBytes(type), .. value, .. new byte[-value.Length & 3]];

    private static string Text(TraceHeader header) =>
        $"{Address(header.Source, header.IsIPv6)} > {Address(header.Destination, header.IsIPv6)} {header.DestinationPort} {header.Transport}";

    private static IPAddress Address(WideNumber number, bool isIPv6)
    {
        byte[] bytes = new byte[16];
        number.Write(bytes);
        return new IPAddress(isIPv6 ? bytes : bytes[12..]);
    }
}
