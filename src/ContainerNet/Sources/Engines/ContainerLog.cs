using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Engines;

/// <summary>Reads what a container wrote to standard error, as its engine kept it.</summary>
internal static class ContainerLog
{
    private const int MostLines = 2000;
    private const int HeaderBytes = 8;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(3);

    /// <summary>Reads the last lines; null when the engine does not tell, as with a log driver that cannot be read from.</summary>
    public static async Task<string?> ReadAsync(
        IHost host, ContainerEngine engine, Container container, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        string path = string.Create(
            CultureInfo.InvariantCulture,
            $"/containers/{container.Id}/logs?stderr=true&stdout=false&tail={MostLines}&since={since?.ToUnixTimeSeconds() ?? 0}");
        try
        {
            HttpReply reply = await host.GetAsync(engine.Socket, path, s_limit, cancellationToken);
            return reply.Status == 200 ? Text(reply.Body) : null;
        }
        catch (ContainerNetException)
        {
            return null;
        }
    }

    /// <summary>The text without the frames that it comes in (Docker API, ContainerAttach: stream, three zeros, length); a terminal's
    /// has none.</summary>
    internal static string Text(ReadOnlySpan<byte> body)
    {
        if (body.Length < HeaderBytes || body[0] > 2 || body[1] != 0 || body[2] != 0 || body[3] != 0)
        {
            return Encoding.UTF8.GetString(body);
        }

        StringBuilder text = new(body.Length);
        while (body.Length >= HeaderBytes)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
            body = body[HeaderBytes..];
            int taken = (int)Math.Min(length, (uint)body.Length);
            text.Append(Encoding.UTF8.GetString(body[..taken]));
            body = body[taken..];
        }

        return text.ToString();
    }
}
