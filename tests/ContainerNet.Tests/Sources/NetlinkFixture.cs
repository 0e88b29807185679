using System.Globalization;
using ContainerNet.Hosting;

namespace ContainerNet.Sources;

/// <summary>Captured netlink messages, and ways to damage them.</summary>
internal static class NetlinkFixture
{
    public static NetlinkMessage[] Load(string name) => [.. File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures/netlink", name))
        .Where(l => !l.StartsWith('#'))
        .Select(l => l.Split(' '))
        .Select(w => new NetlinkMessage(ushort.Parse(w[0], CultureInfo.InvariantCulture), Convert.FromHexString(w[1])))];

    /// <summary>Every message, cut off at every place.</summary>
    public static IEnumerable<NetlinkMessage> CutAnywhere(IEnumerable<NetlinkMessage> messages) => messages.SelectMany(
        m => Enumerable.Range(0, m.Payload.Length).Select(length => m with { Payload = m.Payload[..length] }));

    /// <summary>Messages with a few bytes changed.</summary>
    public static IEnumerable<NetlinkMessage> Changed(NetlinkMessage[] messages, int rounds)
    {
        Random random = new(11);
        for (int round = 0; round < rounds; round++)
        {
            NetlinkMessage message = messages[random.Next(messages.Length)];
            byte[] payload = [.. message.Payload];
            for (int i = 0; i < 4; i++)
            {
                payload[random.Next(payload.Length)] = (byte)random.Next(256);
            }

            yield return message with { Payload = payload };
        }
    }
}
