using System.Globalization;
using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Proc;

/// <summary>Reads who waits for clients in a network namespace.</summary>
public static class ListenerReader
{
    // Docker's resolver inside a container: it is the engine's, and no client outside can mean it.
    private static readonly IPAddress s_embeddedResolver = new([127, 0, 0, 11]);

    private static readonly (string Table, Protocol Protocol)[] s_tables =
        [("tcp", Protocol.Tcp), ("tcp6", Protocol.Tcp), ("udp", Protocol.Udp), ("udp6", Protocol.Udp)];

    /// <summary>Reads the sockets of the namespace of a process.</summary>
    /// <param name="host">The host.</param>
    /// <param name="processId">A process of the namespace: the container's first one, or 1 for the host.</param>
    /// <param name="container">The container's name, or null for the host.</param>
    /// <param name="resolveProcesses">Whether to find the processes, among those that descend from that one.</param>
    public static Reading<IReadOnlyList<ContainerListener>> Read(
        IHost host, int processId, string? container, bool resolveProcesses) =>
        Read(host, processId, container, resolveProcesses, tcp: null);

    /// <summary>As above, with the TCP sockets as the kernel told them already; null to ask for them.</summary>
    internal static Reading<IReadOnlyList<ContainerListener>> Read(
        IHost host, int processId, string? container, bool resolveProcesses, IReadOnlyList<NetlinkMessage>? tcp)
    {
        ArgumentNullException.ThrowIfNull(host);
        FactKinds facts = container is null ? FactKinds.HostListeners : FactKinds.Listeners;
        List<Gap> gaps = [];
        List<Listening> found = ReadAll(host, processId, facts, gaps, tcp);
        found.RemoveAll(l => container is not null && l.Address.Equals(s_embeddedResolver));

        Dictionary<long, int> holders = resolveProcesses && found.Count > 0
            ? ProcessTable.HoldersOf(host, ProcessTable.Family(host, processId), found.Select(l => l.Inode))
            : [];
        return new Reading<IReadOnlyList<ContainerListener>>(Name(host, container, found, holders), gaps);
    }

    /// <summary>Finds the processes behind some listeners of the host. Looks into every process, so ask for the few ports
    /// that a question is about.</summary>
    public static IReadOnlyList<ContainerListener> ResolveOwners(
        IHost host, IReadOnlyList<ContainerListener> listeners, IReadOnlyCollection<int> ports)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(listeners);
        ArgumentNullException.ThrowIfNull(ports);
        if (!listeners.Any(l => ports.Contains(l.Port)))
        {
            return listeners;
        }

        List<Listening> found = ReadAll(host, 1, FactKinds.HostListeners, [], messages: null);
        found.RemoveAll(l => !ports.Contains(l.Port));
        Dictionary<long, int> holders = ProcessTable.HoldersOf(
            host, ProcessTable.All(host), found.Select(l => l.Inode));
        IReadOnlyList<ContainerListener> named = Name(host, null, found, holders);
        return
        [
            .. listeners.Select(l => !ports.Contains(l.Port) ? l : named.FirstOrDefault(
                n => n.Protocol == l.Protocol && n.Port == l.Port && n.Address.Equals(l.Address)) ?? l),
        ];
    }

    private static IReadOnlyList<ContainerListener> Name(
        IHost host, string? container, List<Listening> found, Dictionary<long, int> holders)
    {
        Dictionary<int, string?> names = holders.Values.Distinct().ToDictionary(id => id, id => ProcessTable.NameOf(host, id));
        return
        [
            .. found.OrderBy(l => l.Protocol).ThenBy(l => l.Port).Select(l =>
            {
                int? holder = holders.TryGetValue(l.Inode, out int id) ? id : null;
                return new ContainerListener
                {
                    Container = container,
                    Protocol = l.Protocol,
                    Address = l.Address,
                    Port = l.Port,
                    Waiting = l.Waiting,
                    Backlog = l.Backlog,
                    OnlyIPv6 = l.OnlyIPv6,
                    ProcessId = holder,
                    ProcessName = holder is int known ? names[known] : null,
                };
            }),
        ];
    }

    private static List<Listening> ReadAll(
        IHost host, int processId, FactKinds facts, List<Gap> gaps, IReadOnlyList<NetlinkMessage>? messages)
    {
        List<Listening> found = [];
        IReadOnlyList<Listening>? tcp = Tcp(host, processId, messages);
        found.AddRange(tcp ?? []);
        SocketCounts counts = SocketCounts.Read(host, processId);
        foreach ((string table, Protocol protocol) in s_tables.Where(t => tcp is null || t.Protocol != Protocol.Tcp))
        {
            if (!counts.IsEmpty(table))
            {
                found.AddRange(ReadTable(host, processId, table, protocol, facts, gaps));
            }
        }

        return found;
    }

    private static IReadOnlyList<Listening>? Tcp(IHost host, int processId, IReadOnlyList<NetlinkMessage>? messages)
    {
        try
        {
            return (messages ?? host.DumpTcpListeners(processId)) is IReadOnlyList<NetlinkMessage> told
                ? [.. told.Select(SocketMessage.Decode).OfType<Listening>()]
                : null;
        }
        catch (Exception e) when (e is ContainerNetException or FormatException)
        {
            // The tables in /proc say the same, only slower; if they fail too, they say why.
            return null;
        }
    }

    private static IReadOnlyList<Listening> ReadTable(
        IHost host, int processId, string table, Protocol protocol, FactKinds facts, List<Gap> gaps)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/net/{table}");
        FileReading reading = host.ReadFile(path);
        if (reading.IsRead)
        {
            IReadOnlyList<Listening> found = SocketTable.Parse(reading.Text, protocol, out int broken);
            if (broken > 0)
            {
                gaps.Add(GapOf(facts, path, $"{broken} lines could not be read", "run again", partial: true));
            }

            return found;
        }

        // A kernel without IPv6 has no tables for it. A process that has ended has none at all.
        if (!table.EndsWith('6') || reading.Status != FileStatus.Absent)
        {
            gaps.Add(GapOf(
                facts,
                path,
                reading.Error.Length > 0 ? reading.Error : reading.Status.ToString(),
                reading.Status == FileStatus.Denied ? "run as root" : "run again: the process has ended",
                partial: facts == FactKinds.Listeners));
        }

        return [];
    }

    private static Gap GapOf(FactKinds facts, string path, string reason, string remedy, bool partial) => new()
    {
        Facts = facts,
        Source = path,
        Reason = reason,
        Remedy = remedy,
        Partial = partial,
    };
}
