using ContainerNet.Hosting;
using ContainerNet.Interop;
using ContainerNet.Tracing;

namespace ContainerNet.Watching;

/// <summary>What the kernel tells of transactions of nf_tables, and who committed them.</summary>
internal sealed class RuleWatch(IHost host, KnownProcesses known, Action<Sighting> see) : IDisposable
{
    private readonly RuleTally _tally = new();

    private GroupSocket? _socket;
    private uint _generation;

    /// <summary>What to wait for; -1 where nothing can be heard.</summary>
    public int Descriptor => _socket?.Descriptor ?? -1;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="ContainerNetException">PermissionDenied, NetlinkRefused.</exception>
    public void Open() => _socket = GroupSocket.Open(NativeSocket.NetfilterProtocol, "changes of rules", 7); // NFNLGRP_NFTABLES

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    /// <summary>Learns which tables and chains there are.</summary>
    public void Baseline()
    {
        const byte GetTable = 1, GetChain = 4;
        if (_socket is null)
        {
            return;
        }

        try
        {
            _ = host.DumpTables(new TablesQuestion(GetTable, 0), _tally.KnowTable);
            _ = host.DumpTables(new TablesQuestion(GetChain, 0), _tally.KnowChain);
        }
        catch (Exception error) when (error is ContainerNetException or FormatException)
        {
            // Then a chain that is there already may be told as a new one, once.
        }
    }

    /// <summary>Reads what has come.</summary>
    public ReceiveOutcome Receive()
    {
        ReceiveOutcome outcome = _socket!.Receive(Take);
        if (outcome == ReceiveOutcome.Lost)
        {
            _tally.Forget();
            see(Sighting.Loss(host.Now, "rules", "Which rules they were is not known; Get-FirewallRule shows how they stand now."));
        }

        return outcome;
    }

    private void Take(ushort type, ReadOnlySpan<byte> payload, uint port)
    {
        try
        {
            if (_tally.Take(type, payload) is { } done)
            {
                see(SightingOf(done, port));
            }
        }
        catch (FormatException)
        {
            _tally.Forget();
        }
    }

    private Sighting SightingOf(RuleTally.Transaction done, uint port)
    {
        SeenProcess by = Committer(done, port);
        uint before = _generation == 0 ? done.Counts.Generation - 1 : _generation;
        _generation = done.Counts.Generation;
        return new Sighting
        {
            At = host.Now,
            Kind = ChangeKind.Rules,
            Subject = RuleCounts.Names(done.Counts.Tables),
            Group = $"rules by {by.Name} of {by.Unit} from {by.ParentName}",
            Before = $"generation {before}",
            After = $"generation {done.Counts.Generation}",
            Words = "",
            By = by,
            How = "the kernel names the process that committed the rules",
            Rules = done.Counts,
        };
    }

    /// <summary>The kernel numbers processes as its first pid namespace does; in another one (a host in a container) the netlink
    /// port is the better number. Whoever is there under it must also have the name that the kernel gives.</summary>
    private SeenProcess Committer(RuleTally.Transaction done, uint port)
    {
        foreach (long number in (ReadOnlySpan<long>)[done.ProcessId, port])
        {
            if (number is > 0 and <= int.MaxValue && known.At((int)number) is { } process
                && process.Name == done.ProcessName)
            {
                return process;
            }
        }

        return new SeenProcess { ProcessId = port is > 0 and <= KnownProcesses.MostId ? (int)port : done.ProcessId, Name = done.ProcessName };
    }
}
