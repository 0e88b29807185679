using System.Globalization;
using ContainerNet.Hosting;

namespace ContainerNet.Watching;

/// <summary>What was captured of a real host.</summary>
internal static class WatchFixture
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    public static NetlinkMessage[] Messages(string name) => [.. Lines(name)
        .Select(l => l.Split(' '))
        .Select(w => new NetlinkMessage(ushort.Parse(w[0], CultureInfo.InvariantCulture), Convert.FromHexString(w[1])))];

    public static IEnumerable<string> Lines(string name) => File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures/watching", name))
        .Where(l => !l.StartsWith('#'));

    public static Sighting Seen(ChangeKind kind, string subject, double ms = 0) => new()
    {
        At = Noon.AddMilliseconds(ms),
        Kind = kind,
        Subject = subject,
        Words = $"{subject} changed.",
    };
}
