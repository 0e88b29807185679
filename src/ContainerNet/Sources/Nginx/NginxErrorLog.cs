using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Sources.Nginx;

/// <summary>Reads error logs of nginx.</summary>
public static class NginxErrorLog
{
    /// <summary>As much of the end of a log as is read.</summary>
    internal const int ByteLimit = 4 * 1024 * 1024;

    /// <summary>nginx cuts its lines at 2 KiB (NGX_MAX_ERROR_STR); what is longer is not its own.</summary>
    private const int LongestLine = 8192;

    /// <summary>Reads the end of a log.</summary>
    public static ProxyLog Read(IHost host, NginxPlace place, string file)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(file);
        FileReading reading = new RootedFiles(host, place.Root).ReadEnd(file, ByteLimit);
        if (!reading.IsRead)
        {
            SourceLine source = new(file, 1);
            return new ProxyLog(file, [], new ProxyProblem(ProxyProblemKind.Unread, source, ToolText.Clean(reading.Error)));
        }

        // The first line of what was cut off has no beginning.
        ReadOnlySpan<byte> content = reading.Content;
        int start = content.Length < ByteLimit ? 0 : content.IndexOf((byte)'\n') + 1;
        return new ProxyLog(file, Parse(Encoding.UTF8.GetString(content[start..])), null);
    }

    /// <summary>Takes the lines of a log apart; those that are none of nginx are passed over.</summary>
    public static IReadOnlyList<ProxyLogEntry> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<ProxyLogEntry> entries = [];
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (line.Length <= LongestLine && ErrorLogLine.Parse(line) is ProxyLogEntry entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }
}
