using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace ContainerNet.Probes.WebSockets;

/// <summary>Servers that send what they like: it ends in time, in bounded memory, and with a clear word.</summary>
[Collection(Alone.Name)]
public sealed class HostileServerTests(WebSocketPlace place) : IClassFixture<WebSocketPlace>
{
    private static readonly byte[] s_block = new byte[1 << 16];

    [RootTheory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "answers, but not in HTTP: SSH-2.0-OpenSSH_9.2")]
    [InlineData("\x1b[31mHELLO\x07\r\n", "answers, but not in HTTP: .[31mHELLO.")]
    [InlineData("\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x80\r\n", "answers in HTTP/2")]
    [InlineData("HTTP/1.1 abc Hm\r\n\r\n", "answers in HTTP that cannot be read: the first line is not a status.")]
    [InlineData("HTTP/2 101 Hm\r\n\r\n", "answers in HTTP that cannot be read: the first line is not a status.")]
    public async Task Garbage_IsAnInvalidAnswer(string reply, string detail)
    {
        WebSocketTest test = await place.TestAsync(place.Answer(reply));
        Assert.Equal((WebSocketState.InvalidAnswer, detail), (test.State, test.Detail));
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task AnswerThatIsCutOff_IsInvalid()
    {
        WebSocketTest test = await place.TestAsync(place.Serve(async (stream, stop) =>
        {
            await TestServer.ReadRequestAsync(stream);
            await stream.WriteAsync("HTTP/1.1 101 Switching Protocols\r\nUpgr"u8.ToArray(), stop);
        }));
        Assert.Equal((WebSocketState.InvalidAnswer, "answers in HTTP that cannot be read: the reply was cut off."), (test.State, test.Detail));
    }

    [RootTheory]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nX: ", "x", "a line without end.")]
    [InlineData("HTTP/1.1 ", "x", "a line without end.")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n", "A: b\r\n", "more than 128 headers.")]
    [InlineData("", "HTTP/1.1 100 Continue\r\n\r\n", "interim answers without end.")]
    public async Task HeadWithoutEnd_IsAnInvalidAnswer(string start, string rest, string problem)
    {
        byte[] block = TestServer.Bytes(string.Concat(Enumerable.Repeat(rest, 1000)));
        WebSocketTest test = await place.TestAsync(place.Serve(async (stream, stop) =>
        {
            await TestServer.ReadRequestAsync(stream);
            await stream.WriteAsync(TestServer.Bytes(start), stop);
            while (true)
            {
                await stream.WriteAsync(block, stop);
            }
        }));
        Assert.Equal((WebSocketState.InvalidAnswer, $"answers in HTTP that cannot be read: {problem}"), (test.State, test.Detail));
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task SlowDrip_EndsInTime()
    {
        int port = place.Serve(async (stream, stop) =>
        {
            await TestServer.ReadRequestAsync(stream);
            await stream.WriteAsync("HTTP/1.1 101 "u8.ToArray(), stop);
            while (true)
            {
                await Task.Delay(50, stop);
                await stream.WriteAsync("x"u8.ToArray(), stop);
            }
        });
        long start = TimeProvider.System.GetTimestamp();
        WebSocketTest test = await place.TestAsync(port, seconds: 0.5);
        Assert.Equal(WebSocketState.NoAnswer, test.State);
        Assert.Matches("^[0-9]+ bytes of an answer, and no end of it within 0.5 s$", test.Detail);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0.4, 3);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task ServerThatSaysNothing_IsNoAnswer()
    {
        WebSocketTest test = await place.TestAsync(place.Serve((_, stop) => Task.Delay(Timeout.Infinite, stop)), seconds: 0.3);
        Assert.Equal((WebSocketState.NoAnswer, "accepted, and no answer within 0.3 s"), (test.State, test.Detail));
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task BodyWithoutEnd_IsShownAsFarAsItGoes()
    {
        WebSocketTest test = await place.TestAsync(place.Serve(async (stream, stop) =>
        {
            await TestServer.ReadRequestAsync(stream);
            await stream.WriteAsync("HTTP/1.1 404 Not Found\r\n\r\n"u8.ToArray(), stop);
            while (true)
            {
                await stream.WriteAsync(TestServer.Bytes(new string('x', 5000)), stop);
            }
        }));
        Assert.Equal((WebSocketState.NotFound, 1024), (test.State, test.Body.Length));
        Assert.Equal($"HTTP 404 Not Found: {new string('x', 80)}", test.Detail);
    }

    [RootTheory]
    [InlineData("818501020304", "a masked frame")]
    [InlineData("C10161", "reserved bits")]
    [InlineData("830161", "the unknown kind 3")]
    [InlineData("8F0161", "the unknown kind 15")]
    [InlineData("0900", "a Ping frame that is in pieces")]
    [InlineData("897E0080", "a Ping frame that is too long")]
    [InlineData("800161", "the continuation of a message that had not begun")]
    [InlineData("010161810162", "a new message before the former one had ended")]
    [InlineData("8101FF", "not UTF-8")]
    [InlineData("0101C3800141", "not UTF-8")]
    [InlineData("8101C3", "not UTF-8")]
    [InlineData("8103EDA080", "not UTF-8")]
    [InlineData("817E0005", "in more bytes than it needs")]
    [InlineData("817F0000000000000005", "in more bytes than it needs")]
    [InlineData("827FFFFFFFFFFFFFFFFF", "18446744073709551615 bytes")]
    [InlineData("880103", "half a code")]
    [InlineData("880203ED", "the code 1005")]
    [InlineData("88020000", "the code 0")]
    [InlineData("880303E8FF", "words are not UTF-8")]
    public async Task FrameThatTheProtocolForbids_IsAProtocolError(string frames, string detail)
    {
        WebSocketTest test = await place.TestAsync(place.Upgrade(async (stream, stop) =>
        {
            await stream.WriteAsync(Convert.FromHexString(frames), stop);
            await Task.Delay(Timeout.Infinite, stop);
        }));
        Assert.Equal(WebSocketState.ProtocolError, test.State);
        Assert.Contains(detail, test.Detail, StringComparison.Ordinal);
        Assert.Equal(101, test.Status);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task MessageInPiecesWithFramesBetween_IsNoHindrance()
    {
        int port = place.Upgrade(async (stream, stop) =>
        {
            // A text of two pieces, its letter cut in the middle, with a ping between; then the server's own work.
            await stream.WriteAsync(Convert.FromHexString("0101C3" + "890161" + "8001A9"), stop);
            await TestServer.EchoAsync(stream, stop);
        });
        WebSocketTest test = await place.TestAsync(port);
        Assert.Equal((WebSocketState.Open, "Other messages: 1, pings of the server: 1."), (test.State, test.Reason));
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task MessagesBeforeTheEcho_AreNoEcho()
    {
        int port = place.Upgrade(async (stream, stop) =>
        {
            await stream.WriteAsync(Convert.FromHexString("810568656C6C6F" + "8A00" + "8A0161"), stop);
            await Task.Delay(Timeout.Infinite, stop);
        });
        WebSocketTest test = await WebSocketProber.TestAsync(
            place.Probe(port, seconds: 0.4) with { Exchange = WebSocketExchange.Echo }, CancellationToken.None);
        Assert.Equal((WebSocketState.Silent, "no echo within 0.4 s; other messages: 3"), (test.State, test.Detail));
    }

    [RootTheory]
    [InlineData("827F4000000000000000")]
    [InlineData("817F0000010000000000")]
    public async Task FrameOfAbsurdLength_EndsInTimeAndKeepsNothing(string header)
    {
        int port = place.Upgrade(async (stream, stop) =>
        {
            await stream.WriteAsync(Convert.FromHexString(header), stop);
            while (true)
            {
                await stream.WriteAsync(s_block, stop);
            }
        });
        long before = GC.GetTotalAllocatedBytes();
        long start = TimeProvider.System.GetTimestamp();
        WebSocketTest test = await place.TestAsync(port, seconds: 0.5);
        Assert.Equal(WebSocketState.Silent, test.State);
        Assert.Matches("^no pong within 0.5 s; a message was still coming, [0-9]{6,} bytes so far$", test.Detail);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0.4, 3);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 32 << 20);
    }

    [RootTheory]
    [InlineData("00", 1000)] // continuation
    [InlineData("89", 100)] // ping
    [InlineData("82", 1000)] // whole messages
    public async Task FloodOfFrames_EndsInTime(string kind, int length)
    {
        byte[] frame = length > FrameHeader.LongestShort ? new byte[4 + length] : new byte[2 + length];
        frame[0] = Convert.FromHexString(kind)[0];
        frame[1] = length > FrameHeader.LongestShort ? FrameHeader.Length16 : (byte)length;
        if (length > FrameHeader.LongestShort)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)length);
        }

        int port = place.Upgrade(async (stream, stop) =>
        {
            await stream.WriteAsync(kind == "00" ? Convert.FromHexString("020161") : [], stop);
            while (true)
            {
                await stream.WriteAsync(frame, stop);
            }
        });
        long start = TimeProvider.System.GetTimestamp();
        WebSocketTest test = await place.TestAsync(port, seconds: 0.5);
        Assert.Equal(WebSocketState.Silent, test.State);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0.4, 3);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task CloseFrame_IsToldWithItsCodeAndWords()
    {
        byte[] words = Encoding.UTF8.GetBytes("too many \x1b[31mclients");
        WebSocketTest test = await place.TestAsync(place.Upgrade(async (stream, stop) =>
        {
            await stream.WriteAsync((byte[])[0x88, (byte)(2 + words.Length), 0x03, 0xF5, .. words], stop);
            await Task.Delay(Timeout.Infinite, stop);
        }));
        Assert.Equal((WebSocketState.Closed, 1013), (test.State, test.CloseCode));
        Assert.EndsWith("1013 (try again later): too many .[31mclients", test.Detail, StringComparison.Ordinal);
        test = await place.TestAsync(place.Upgrade((stream, stop) => stream.WriteAsync(new byte[] { 0x88, 0 }, stop).AsTask()));
        Assert.Equal((WebSocketState.Closed, 1005), (test.State, test.CloseCode));
    }

    [RootTheory]
    [InlineData(false, "", "^ended after [0-9.]+ s of silence, without a close frame$")]
    [InlineData(false, "8105", "^ended in the middle of a message after [0-9.]+ s of silence, without a close frame$")]
    [InlineData(true, "", "^reset after [0-9.]+ s of silence, without a close frame$")]
    public async Task EndWithoutACloseFrame_IsDropped(bool isReset, string before, string detail)
    {
        WebSocketTest test = await place.TestAsync(place.Upgrade(async (stream, stop) =>
        {
            await stream.WriteAsync(Convert.FromHexString(before), stop);
            await Task.Delay(100, CancellationToken.None);
            if (isReset)
            {
                TestServer.Reset(stream);
            }
            else
            {
                stream.Socket.Shutdown(SocketShutdown.Send);
                await Task.Delay(200, CancellationToken.None);
            }
        }));
        Assert.Equal((WebSocketState.Dropped, 1006), (test.State, test.CloseCode));
        Assert.Matches(detail, test.Detail);
    }
}
