using System.Globalization;
using ContainerNet.Hosting;

namespace ContainerNet.Sources.Engines;

/// <summary>The process of dockerd.</summary>
internal static class DaemonProcess
{
    private const string Daemon = "dockerd";

    /// <summary>Clock ticks a second in /proc (USER_HZ), 100 on every architecture that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Its process id, from its file or from the list of processes; null when there is none.</summary>
    internal static int? Find(IHost host)
    {
        if (int.TryParse(host.ReadFile("/run/docker.pid").Text.Trim(), CultureInfo.InvariantCulture, out int written)
            && IsDaemon(host, written))
        {
            return written;
        }

        foreach (string name in host.ListDirectory("/proc") ?? [])
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && IsDaemon(host, id))
            {
                return id;
            }
        }

        return null;
    }

    /// <summary>docker.socket makes systemd start a stopped dockerd as soon as someone connects, which then writes all its
    /// rules. Where systemd does not run, nobody does that.</summary>
    internal static bool WouldBeStarted(IHost host, EngineSocket socket) =>
        socket is { Rootless: false, Path: "/run/docker.sock" }
        && host.ReadFile("/proc/1/comm").Text.Trim() == "systemd"
        && Find(host) is null;

    internal static DateTimeOffset? StartedAt(IHost host, int processId)
    {
        string stat = host.ReadFile(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat")).Text;
        string uptime = host.ReadFile("/proc/uptime").Text;

        // Field 22 of proc_pid_stat(5), counted behind the name, which may hold blanks and parentheses.
        int name = stat.LastIndexOf(')');
        string[] fields = name < 0 ? [] : stat[(name + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length > 19
            && double.TryParse(fields[19], CultureInfo.InvariantCulture, out double ticks)
            && double.TryParse(uptime.Split(' ')[0], CultureInfo.InvariantCulture, out double seconds))
        {
            double age = seconds - (ticks / TicksPerSecond);
            return age is >= 0 and < 1e10 ? host.Now.ToUniversalTime() - TimeSpan.FromSeconds(age) : null;
        }

        return null;
    }

    private static bool IsDaemon(IHost host, int processId) =>
        host.ReadFile(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/comm")).Text.Trim() == Daemon;
}
