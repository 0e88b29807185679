using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Connections;

/// <summary>
/// Reads /proc/net/stat/nf_conntrack (net/netfilter/nf_conntrack_standalone.c, ct_cpu_seq_show): a line of names, then a line of
/// hexadecimal numbers for each processor. Kernels without CONFIG_NF_CONNTRACK_PROCFS do not have it.
/// </summary>
internal static class ConnectionCountersReader
{
    // The namespace of the calling thread, which /proc/net is not: it is that of the process.
    private const string File = "/proc/thread-self/net/stat/nf_conntrack";

    /// <summary>Reads them; null where they are not there or not as known.</summary>
    public static ConnectionCounters? Read(IHost host) => Parse(host.ReadFile(File).Text);

    /// <summary>Sums the lines; null where a column is missing.</summary>
    internal static ConnectionCounters? Parse(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length < 2)
        {
            return null;
        }

        string[] names = Fields(lines[0]);
        string[][] rows = [.. lines.Skip(1).Select(Fields)];
        return Sum(names, rows, "drop") is long dropped && Sum(names, rows, "early_drop") is long early
            && Sum(names, rows, "insert_failed") is long failed
            ? new ConnectionCounters { Dropped = dropped, EvictedEarly = early, InsertFailed = failed }
            : null;
    }

    private static long? Sum(string[] names, string[][] rows, string name)
    {
        int column = Array.IndexOf(names, name);
        long sum = 0;
        foreach (string[] row in rows)
        {
            if (column < 0 || column >= row.Length
                || !uint.TryParse(row[column], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value))
            {
                return null;
            }

            sum += value;
        }

        return sum;
    }

    private static string[] Fields(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
