using System.Net.Sockets;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources;
using ContainerNet.Sources.Systemd;

namespace ContainerNet.Watching;

/// <summary>Listens to systemd: every unit's state for what surrounds a change, and changes of those units that write rules,
/// run engines or own interfaces.</summary>
internal sealed class UnitWatch
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    private readonly IHost _host;
    private readonly Action<Sighting> _see;
    private readonly HashSet<string> _watched = new(StringComparer.Ordinal);
    private readonly UnitSignals _signals = new();

    public UnitWatch(IHost host, Action<Sighting> see)
    {
        _host = host;
        _see = see;
    }

    /// <summary>What systemd did lately.</summary>
    public Recent<UnitEvent> Events { get; } = new(128);

    /// <summary>The unit that had this main process lately, or null.</summary>
    public string? UnitOf(int processId) => _signals.Processes.Items.LastOrDefault(p => p.ProcessId == processId).Unit;

    /// <summary>Learns how the units stand and connects; the rest is done by the task that is given back, until it is
    /// cancelled.</summary>
    /// <exception cref="ContainerNetException">EngineUnreachable, as where systemd does not run.</exception>
    public async Task<Func<Task>> StartAsync(CancellationToken cancellationToken)
    {
        SystemBus bus = await SystemBus.OpenAsync(cancellationToken);
        try
        {
            Reading<IReadOnlyList<SystemdUnit>> units = await UnitReader.ReadAsync(_host, cancellationToken);
            foreach (SystemdUnit unit in units.Value)
            {
                _watched.Add(unit.Name);
                _signals.Know(unit.Name, unit.ActiveState);
            }
        }
        catch
        {
            bus.Dispose();
            throw;
        }

        return () => RunAsync(bus, cancellationToken);
    }

    private async Task RunAsync(SystemBus bus, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using (bus)
                {
                    while (await bus.ReadAsync(cancellationToken) is { } message)
                    {
                        Take(message);
                    }
                }
            }
            catch (Exception error) when (error is SocketException or FormatException)
            {
                // The same as an end without a word: the bus was started again, or is gone.
            }

            _see(new Sighting
            {
                At = _host.Now,
                Kind = ChangeKind.Lost,
                Subject = "systemd units",
                Words = "The message bus has ended the connection; what systemd does until it is back is not told.",
            });
            bus = await AgainAsync(cancellationToken);
        }
    }

    private static async Task<SystemBus> AgainAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(s_pause, cancellationToken);
            try
            {
                return await SystemBus.OpenAsync(cancellationToken);
            }
            catch (ContainerNetException)
            {
                // Not yet.
            }
        }
    }

    private void Take(BusMessage message)
    {
        string? before = message.Path.Length == 0 ? null : _signals.StateOf(UnitSignals.UnitOf(message.Path));
        if (_signals.Take(message, _host.Now) is not { } seen)
        {
            return;
        }

        Events.Add(seen);
        if (_watched.Contains(seen.Unit) && !seen.State.StartsWith("job ", StringComparison.Ordinal))
        {
            _see(new Sighting
            {
                At = seen.At,
                Kind = ChangeKind.Unit,
                Subject = seen.Unit,
                Before = before,
                After = seen.State,
                Words = $"{seen.Unit} is {seen.State} now; it was {before ?? "unknown"}.",
            });
        }
    }
}
