using ContainerNet.Hosting;
using ContainerNet.Interop;
using ContainerNet.Model;
using ContainerNet.Sources.Netlink;
using ContainerNet.Tracing;
using Microsoft.Win32.SafeHandles;

namespace ContainerNet.Watching;

/// <summary>
/// What the kernel tells: interfaces, addresses, routes, forwarding, transactions of nf_tables, who wrote to a kernel setting,
/// and programs that are started. One thread waits for all of it, so that the process which did something is looked at
/// while it is still there: many live for a millisecond.
/// </summary>
internal sealed class KernelWatch : IDisposable
{
    private const int RouteIndex = 0, RulesIndex = 1, WritesIndex = 2, ExecIndex = 3, StopIndex = 4;
    private const int ThreadStackBytes = 256 * 1024;

    // A build machine starts thousands of programs a second; to look at each would be a load of its own.
    private const int MostLooksASecond = 400;

    // RTNLGRP_...: LINK, IPV4_IFADDR, IPV4_ROUTE, IPV4_RULE, IPV6_IFADDR, IPV6_ROUTE, IPV6_RULE, IPV4_NETCONF, IPV6_NETCONF.
    private static readonly int[] s_routeGroups = [1, 5, 7, 8, 9, 11, 19, 24, 25];

    private readonly IHost _host;
    private readonly ProcessLook _look;
    private readonly KnownProcesses _known;
    private readonly Action<Sighting> _see;
    private readonly Recent<WriteEvent> _writes;
    private readonly Recent<SeenProcess> _started;
    private readonly RouteState _routes = new();
    private readonly RuleWatch _rules;
    private readonly SettingState _settings;
    private readonly List<Gap> _gaps = [];
    private readonly SafeFileHandle _stop = NativeEventDescriptor.Create();

    private GroupSocket? _routeSocket;
    private WriteSocket? _writeSocket;
    private ExecSocket? _execSocket;
    private (uint Port, SeenProcess Process)? _asker;
    private Thread? _thread;
    private long _second;
    private int _looks;

    /// <summary>A watch that has not begun.</summary>
    /// <param name="host">The host.</param>
    /// <param name="see">Gets what was seen, on the watching thread.</param>
    /// <param name="writes">Gets who wrote to settings.</param>
    /// <param name="started">Gets the programs that were started.</param>
    public KernelWatch(IHost host, Action<Sighting> see, Recent<WriteEvent> writes, Recent<SeenProcess> started)
    {
        _host = host;
        _look = new ProcessLook(host);
        _see = see;
        _writes = writes;
        _started = started;
        _settings = new SettingState(host);
        _known = new KnownProcesses(_look, started);
        _rules = new RuleWatch(host, _known, see);
    }

    /// <summary>What cannot be heard.</summary>
    public IReadOnlyList<Gap> Gaps => _gaps;

    /// <summary>Are programs told as they are started? Otherwise /proc has to be searched.</summary>
    public bool HearsPrograms => _execSocket is not null;

    /// <summary>Opens what there is, learns how things stand, and begins to listen. Nothing is lost in between: the kernel
    /// collects from the first moment on.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, NetlinkRefused.</exception>
    public void Start()
    {
        _routeSocket = GroupSocket.Open(NativeSocket.RouteProtocol, "interfaces and forwarding", s_routeGroups);
        try
        {
            _rules.Open();
        }
        catch (ContainerNetException error)
        {
            _gaps.Add(GapOf(FactKinds.Firewall | FactKinds.Firewall6, "nf_tables", error.Message, "Run as root, or with CAP_NET_ADMIN."));
        }

        _writeSocket = WriteSocket.Open(out string reason);
        if (_writeSocket is null)
        {
            _gaps.Add(GapOf(
                FactKinds.Settings, "fanotify on /proc", $"who writes to kernel settings cannot be told, nor settings other than "
                + $"forwarding and rp_filter seen to change: {reason}", "Run as root; in a container it needs CAP_SYS_ADMIN."));
        }

        if (_host.ReadFile("/proc/net/ip_tables_names") is { IsRead: true } legacy && legacy.Text.Trim().Length > 0)
        {
            _gaps.Add(GapOf(
                FactKinds.Firewall, "iptables-legacy", "the kernel tells nobody when its tables are changed, and they are in use here",
                "Compare two listings of iptables-legacy-save, or move to iptables-nft."));
        }

        _execSocket = ExecSocket.Open();
        Baseline();
        _thread = new Thread(Listen, ThreadStackBytes) { IsBackground = true, Name = "watch" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeEventDescriptor.Ring(_stop);
        _thread?.Join();
        _routeSocket?.Dispose();
        _rules.Dispose();
        _writeSocket?.Dispose();
        _execSocket?.Dispose();
        _stop.Dispose();
    }

    private static Gap GapOf(FactKinds facts, string source, string reason, string remedy) =>
        new() { Facts = facts, Source = source, Reason = reason, Remedy = remedy, Partial = true };

    private void Baseline()
    {
        _settings.Read();
        _rules.Baseline();
        foreach (NetlinkMessage message in Standing())
        {
            _ = Routes(message).Count;
        }
    }

    /// <summary>Interfaces first, for the others name them.</summary>
    private IEnumerable<NetlinkMessage> Standing() =>
    [
        .. Dump(LinkReader.GetLink, LinkReader.LinkRequest),
        .. Dump(LinkReader.GetAddress, new byte[8]),
        .. Dump(LinkReader.GetConfiguration, [NetlinkValue.IPv4, 0, 0, 0]),
        .. Dump(LinkReader.GetConfiguration, [NetlinkValue.IPv6, 0, 0, 0]),
    ];

    private IReadOnlyList<NetlinkMessage> Dump(ushort type, byte[] header)
    {
        try
        {
            return _host.DumpRoute(type, header);
        }
        catch (ContainerNetException)
        {
            // A kernel without IPv6: nothing of it will change.
            return [];
        }
    }

    private void Listen()
    {
        // On a busy machine the writer would have ended before our turn comes. The thread sleeps nearly always.
        NativePriority.Raise();
        Span<PollEntry> entries = stackalloc PollEntry[StopIndex + 1];
        entries[RouteIndex].Descriptor = _routeSocket!.Descriptor;
        entries[RulesIndex].Descriptor = _rules.Descriptor;
        entries[WritesIndex].Descriptor = _writeSocket?.Descriptor ?? -1;
        entries[ExecIndex].Descriptor = _execSocket?.Descriptor ?? -1;
        entries[StopIndex].Descriptor = (int)_stop.DangerousGetHandle();
        foreach (ref PollEntry entry in entries)
        {
            entry.Wanted = PollEntry.Readable;
        }

        while (NativePoll.Wait(entries, (nuint)entries.Length, -1) >= 0
            || System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == ErrorNumber.Interrupted)
        {
            if (entries[StopIndex].Got != 0)
            {
                return;
            }

            // Who wrote goes first: that process is the next to end.
            Serve(ref entries[WritesIndex], () => { _writeSocket!.Receive(_host, Written); return ReceiveOutcome.Some; });
            Serve(ref entries[ExecIndex], () => _execSocket!.Receive(Started));
            Serve(ref entries[RulesIndex], _rules.Receive);
            Serve(ref entries[RouteIndex], ReceiveRoutes);
        }
    }

    /// <summary>A socket that is of no use any more is not waited for: it would be ready for ever.</summary>
    private static void Serve(ref PollEntry entry, Func<ReceiveOutcome> receive)
    {
        if (entry.Descriptor >= 0 && entry.Got != 0 && receive() == ReceiveOutcome.Broken)
        {
            entry.Descriptor = -1;
        }
    }

    private void Written(string path, int process)
    {
        DateTimeOffset at = _host.Now;
        if (SettingState.KeyOf(path) is not { } key)
        {
            return;
        }

        SeenProcess by = _known.At(process);
        _writes.Add(new WriteEvent(at, key, by));
        if (_settings.Written(path, at) is { } change)
        {
            _see(change);
        }
    }

    private void Started(int process)
    {
        long second = _host.Now.ToUnixTimeSeconds();
        _looks = second == _second ? _looks + 1 : 0;
        _second = second;
        if (_looks < MostLooksASecond && process != Environment.ProcessId)
        {
            SeenProcess seen = _look.At(process);
            if (seen.Name.Length > 0)
            {
                _started.Add(seen with { StartedAt = seen.StartedAt ?? _host.Now });
            }
        }
    }

    private ReceiveOutcome ReceiveRoutes()
    {
        _asker = null;
        ReceiveOutcome outcome = _routeSocket!.Receive(TakeRoute);
        if (outcome == ReceiveOutcome.Lost)
        {
            Catch();
        }

        return outcome;
    }

    private void TakeRoute(ushort type, ReadOnlySpan<byte> payload, uint port)
    {
        foreach (Sighting sighting in Routes(new NetlinkMessage(type, payload.ToArray())))
        {
            _see(By(sighting, port));
        }
    }

    /// <summary>After a loss the host is asked how things stand; what differs from what was known has changed meanwhile.</summary>
    private void Catch()
    {
        DateTimeOffset now = _host.Now;
        _see(Sighting.Loss(now, "interfaces, addresses, routes and forwarding", "How they stand now was read again; routes that changed in between are not told."));
        HashSet<int> present = [];
        foreach (NetlinkMessage message in Standing())
        {
            if (message.Type == RouteState.NewLink && message.Payload.Length >= 8)
            {
                present.Add(BitConverter.ToInt32(message.Payload, 4));
            }

            foreach (Sighting sighting in Routes(message))
            {
                _see(sighting);
            }
        }

        foreach (Sighting sighting in _routes.Missing(present, now))
        {
            _see(sighting);
        }
    }

    private List<Sighting> Routes(NetlinkMessage message)
    {
        try
        {
            return [.. _routes.Take(message, _host.Now)];
        }
        catch (FormatException)
        {
            // Newer than we know, or not from the kernel as we know it: it tells nothing.
            return [];
        }
    }

    /// <summary>A program's first netlink socket has its process id for a port; only a program that has just asked for
    /// such a change is there under that number.</summary>
    private Sighting By(Sighting sighting, uint port)
    {
        if (port is 0 or > KnownProcesses.MostId)
        {
            return sighting;
        }

        // A routing daemon sends thousands: it is looked at once for those that came together.
        if (_asker?.Port != port)
        {
            _asker = (port, _look.At((int)port));
        }

        return _asker.Value.Process.Name.Length == 0
            ? sighting
            : sighting with { By = _asker.Value.Process, How = "the kernel names the netlink port that asked for it" };
    }
}
