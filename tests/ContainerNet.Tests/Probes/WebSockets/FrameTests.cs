using System.Net.WebSockets;
using System.Text;
using ContainerNet.Hosting;
using FsCheck;
using FsCheck.Fluent;

namespace ContainerNet.Probes.WebSockets;

/// <summary>Frames of ours and of the runtime's own WebSocket must mean the same to both.</summary>
public sealed class FrameTests
{
    [Fact]
    public void AnyMessages_AreReadAsTheRuntimeWritesThem() => Prop.ForAll<int>(seed =>
    {
        Random random = new(seed);
        List<(WebSocketMessageType Type, byte[] Payload)> sent = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => RandomMessage(random))];
        using MemoryStream wire = new();
        using (WebSocket server = WebSocket.CreateFromStream(wire, new WebSocketCreationOptions { IsServer = true }))
        {
            foreach ((WebSocketMessageType type, byte[] payload) in sent)
            {
                SendInPieces(server, type, payload, random);
            }
        }

        MessageReader reader = new(InPieces(wire.ToArray(), random));
        foreach ((WebSocketMessageType type, byte[] payload) in sent)
        {
            Message message = Read(reader)!;
            Assert.Equal(type == WebSocketMessageType.Text ? FrameKind.Text : FrameKind.Binary, message.Kind);
            Assert.Equal(payload.Length, message.Length);
            Assert.Equal(payload.Take(MessageReader.KeptBytes), message.Payload);
        }

        Assert.Null(Read(reader));
        Assert.False(reader.IsUnfinished);
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyMessages_AreWrittenAsTheRuntimeReadsThem() => Prop.ForAll<int>(seed =>
    {
        Random random = new(seed);
        (WebSocketMessageType type, byte[] payload) = RandomMessage(random);
        byte[] frame = FrameWriter.Write(type == WebSocketMessageType.Text ? FrameKind.Text : FrameKind.Binary, payload);
        using MemoryStream wire = new(frame);
        using WebSocket server = WebSocket.CreateFromStream(wire, new WebSocketCreationOptions { IsServer = true });
        byte[] buffer = new byte[payload.Length + 1];
        WebSocketReceiveResult result;
        int length = 0;
        do
        {
            result = server.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), CancellationToken.None)
                .GetAwaiter().GetResult();
            length += result.Count;
        }
        while (!result.EndOfMessage);
        Assert.Equal(type, result.MessageType);
        Assert.Equal(payload, buffer[..length]);
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyBytes_AreMessagesOrAProtocolErrorOrAnEnd() => Prop.ForAll<byte[]>(bytes =>
    {
        MessageReader reader = new(InPieces(bytes, new Random(bytes.Length)));
        long total = 0;
        try
        {
            while (Read(reader) is { } message)
            {
                total += message.Length;
                Assert.InRange(message.Payload.Length, 0, message.Length);
            }
        }
        catch (WebSocketFailureException e)
        {
            Assert.Equal(WebSocketState.ProtocolError, e.State);
        }

        return total <= bytes.Length;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void FrameCutAnywhere_IsUnfinished()
    {
        byte[] frame = [0x81, 126, 0, 200, .. Enumerable.Repeat((byte)'x', 200)];
        for (int length = 0; length <= frame.Length; length++)
        {
            MessageReader reader = new(InPieces(frame[..length], new Random(length)));
            Message? message = Read(reader);
            Assert.Equal(length == frame.Length, message is not null);
            Assert.Equal(length > 0 && length < frame.Length, reader.IsUnfinished);
        }
    }

    [Fact]
    public void EndlessFrame_TakesNoMemory()
    {
        const long Wanted = 1L << 28;
        long given = 0;
        byte[] header = [0x82, 127, 0x40, 0, 0, 0, 0, 0, 0, 0];
        HttpInput input = new((target, _) =>
        {
            if (given == 0)
            {
                header.CopyTo(target.Span);
                given = header.Length;
                return new(header.Length);
            }

            given += target.Length;
            return new(given < Wanted ? target.Length : 0);
        });
        MessageReader reader = new(input);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(Read(reader));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        Assert.True(reader.IsUnfinished);
        Assert.InRange(reader.Length, Wanted - (1 << 20), Wanted);
    }

    private static Message? Read(MessageReader reader) => reader.ReadAsync(CancellationToken.None).GetAwaiter().GetResult();

    private static (WebSocketMessageType Type, byte[] Payload) RandomMessage(Random random)
    {
        int length = random.Next(8) switch
        {
            0 => 0,
            1 => random.Next(120, 130),
            2 => random.Next(65_530, 65_545),
            3 => random.Next(200_000),
            _ => random.Next(1000),
        };
        if (random.Next(2) == 0)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            return (WebSocketMessageType.Binary, bytes);
        }

        StringBuilder text = new();
        while (text.Length < length)
        {
            text.Append(new Rune(random.Next(4) switch { 0 => 0x1F600, 1 => 0x20AC, 2 => 0xE9, _ => 'a' }).ToString());
        }

        return (WebSocketMessageType.Text, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void SendInPieces(WebSocket server, WebSocketMessageType type, byte[] payload, Random random)
    {
        int start = 0;
        do
        {
            int count = random.Next(3) == 0 ? payload.Length - start : random.Next(payload.Length - start + 1);
            bool isEnd = start + count == payload.Length;
            server.SendAsync(new ArraySegment<byte>(payload, start, count), type, isEnd, CancellationToken.None).GetAwaiter().GetResult();
            start += count;
            if (isEnd)
            {
                return;
            }
        }
        while (true);
    }

    /// <summary>Bytes as a network gives them: in pieces of any size.</summary>
    private static HttpInput InPieces(byte[] bytes, Random random)
    {
        int start = 0;
        return new HttpInput((target, _) =>
        {
            int count = Math.Min(Math.Min(target.Length, bytes.Length - start), random.Next(5) == 0 ? random.Next(1, 4) : 5000);
            bytes.AsMemory(start, count).CopyTo(target);
            start += count;
            return new(count);
        });
    }
}
