using ContainerNet.Hosting;
using ContainerNet.Sources.Engines;

namespace ContainerNet.Watching;

/// <summary>Listens to the events of one engine, again whenever it comes back. A stopped engine is not woken by it.</summary>
internal sealed class EngineWatch
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    private readonly IHost _host;
    private readonly EngineSocket _socket;
    private readonly Action<Sighting> _see;

    public EngineWatch(IHost host, EngineSocket socket, Action<Sighting> see)
    {
        _host = host;
        _socket = socket;
        _see = see;
    }

    /// <summary>Listens until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        bool answered = false;
        for (TimeSpan pause = s_pause; ; pause = answered ? s_pause : Doubled(pause))
        {
            bool came = false;
            try
            {
                if (!DaemonProcess.WouldBeStarted(_host, _socket))
                {
                    await UnixHttpClient.ReadLinesAsync(
                        _socket.Path, EngineEvents.Request, () => came = Came(answered), Take, cancellationToken);
                }
            }
            catch (ContainerNetException)
            {
                // It is not there, or ended while it spoke.
            }

            if (came)
            {
                answered = true;
                _see(Of("gone", $"{_socket.Name} has ended, or broke its event stream off.", "answers", null));
                pause = s_pause;
            }

            await Task.Delay(pause, cancellationToken);
        }
    }

    private static TimeSpan Doubled(TimeSpan pause) => pause + pause < s_longestPause ? pause + pause : s_longestPause;

    private bool Came(bool answered)
    {
        if (answered)
        {
            _see(Of("back", $"{_socket.Name} answers again.", null, "answers"));
        }

        return true;
    }

    private void Take(ReadOnlyMemory<byte> line)
    {
        if (EngineEvents.Parse(line, _socket.Name, _host.Now) is { } seen)
        {
            _see(seen);
        }
    }

    private Sighting Of(string group, string words, string? before, string? after) => new()
    {
        At = _host.Now,
        Kind = ChangeKind.Engine,
        Subject = $"engine {_socket.Name}",
        Group = group,
        Before = before,
        After = after,
        Words = words,
    };
}
