using System.Globalization;
using ContainerNet.Hosting;

namespace ContainerNet.Sources.Proc;

/// <summary>
/// How many sockets a namespace has (/proc/PID/net/sockstat, sockstat6). Cheap to read, where the tables themselves walk
/// the hashes of the whole machine: a container without UDP, as most are, need not be asked for its UDP tables.
/// </summary>
internal sealed class SocketCounts
{
    private readonly string _v4;
    private readonly string _v6;

    private SocketCounts(string v4, string v6)
    {
        _v4 = v4;
        _v6 = v6;
    }

    /// <summary>Reads them for the namespace of a process.</summary>
    public static SocketCounts Read(IHost host, int processId) => new(
        host.ReadFile(ProcessTable.PathOf(processId, "net/sockstat")).Text,
        host.ReadFile(ProcessTable.PathOf(processId, "net/sockstat6")).Text);

    /// <summary>Is the table (tcp, tcp6, udp, udp6) known to be empty? False when nothing is said of it.</summary>
    public bool IsEmpty(string table)
    {
        string text = table.EndsWith('6') ? _v6 : _v4;
        string prefix = table.ToUpperInvariant() + ": inuse ";
        string? line = text.Split('\n').FirstOrDefault(l => l.StartsWith(prefix, StringComparison.Ordinal));
        return line is not null && int.TryParse(
            line[prefix.Length..].Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count == 0;
    }
}
