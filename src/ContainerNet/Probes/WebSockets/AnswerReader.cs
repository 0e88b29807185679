using System.Text;
using ContainerNet.Hosting;

namespace ContainerNet.Probes.WebSockets;

/// <summary>Reads the answer to a handshake: all of its head, and the beginning of its body.</summary>
internal static class AnswerReader
{
    private const int InterimLimit = 8;
    private const int BodyLimit = 1024;
    private static readonly TimeSpan s_bodyGrace = TimeSpan.FromMilliseconds(250);

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is not HTTP, or has no end.</exception>
    /// <exception cref="WebSocketFailureException">ClosedEarly.</exception>
    public static async Task<UpgradeAnswer> ReadAsync(HttpInput input, CancellationToken cancellationToken)
    {
        for (int count = 0; count < InterimLimit; count++)
        {
            string line = await input.ReadLineAsync(cancellationToken)
                ?? throw new WebSocketFailureException(WebSocketState.ClosedEarly, "closed without an answer to the handshake");
            UpgradeAnswer answer = new()
            {
                StatusLine = line,
                Status = HttpText.Status(line),
                Headers = await input.ReadHeadersAsync(cancellationToken),
            };
            if (answer.Status == 101)
            {
                return answer;
            }

            // 100 Continue and 103 Early Hints go before the answer itself.
            if (answer.Status >= 200)
            {
                return answer with { Body = await ReadBodyAsync(input, answer.Headers, cancellationToken) };
            }
        }

        throw new InvalidDataException("interim answers without end.");
    }

    /// <summary>The beginning of a body, as far as it comes at once: it is for the eyes only.</summary>
    private static async Task<string> ReadBodyAsync(
        HttpInput input, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken)
    {
        using CancellationTokenSource grace = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        grace.CancelAfter(s_bodyGrace);
        byte[] body = new byte[BodyLimit];
        int length = 0;
        try
        {
            int wanted = await BodyLengthAsync(input, headers, grace.Token);
            while (length < wanted && await input.ReadAsync(body.AsMemory(length, wanted - length), grace.Token) is int count and > 0)
            {
                length += count;
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            // What came until then is shown.
        }

        return Encoding.UTF8.GetString(body, 0, length);
    }

    private static async Task<int> BodyLengthAsync(
        HttpInput input, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken)
    {
        if (HttpText.IsChunked(headers))
        {
            string size = await input.ReadLineAsync(cancellationToken) ?? "";
            return Math.Min(HttpText.ChunkSize(size, int.MaxValue), BodyLimit);
        }

        return headers.TryGetValue("content-length", out string? text)
            ? Math.Min(HttpText.Length(text, int.MaxValue), BodyLimit)
            : BodyLimit;
    }
}
