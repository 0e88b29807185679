using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ContainerNet.Probes;

/// <summary>Words that the details of probes are made of.</summary>
internal static class ProbeText
{
    private const int LineLimit = 80;

    /// <summary>The first line of what came, without anything that a terminal would act on.</summary>
    public static string Printable(ReadOnlySpan<byte> data)
    {
        int end = data.IndexOfAny((byte)'\r', (byte)'\n');
        data = end < 0 ? data : data[..end];
        return Printable(Encoding.Latin1.GetString(data[..Math.Min(data.Length, LineLimit)]), LineLimit);
    }

    /// <summary>A text from elsewhere, of that length at the most, without anything that a terminal would act on.</summary>
    public static string Printable(string text, int limit) => string.Concat(
        text.Take(limit).Select(c => c is >= ' ' and < '\x7f' ? c : '.'));

    /// <summary>An address as it stands in a URL.</summary>
    public static string Host(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : $"{address}";

    /// <summary>The milliseconds since a time stamp.</summary>
    public static string MillisecondsSince(long start) =>
        TimeProvider.System.GetElapsedTime(start).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);

    /// <summary>A time in seconds.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
