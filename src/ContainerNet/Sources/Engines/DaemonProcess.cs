using System.Globalization;
using ContainerNet.Hosting;
using ContainerNet.Sources.Proc;

namespace ContainerNet.Sources.Engines;

/// <summary>The process of dockerd.</summary>
internal static class DaemonProcess
{
    private const string Daemon = "dockerd";

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

    internal static DateTimeOffset? StartedAt(IHost host, int processId) =>
        ProcessStat.Read(host, processId)?.StartedAt(host, ProcessStat.Uptime(host))?.ToUniversalTime();

    private static bool IsDaemon(IHost host, int processId) =>
        host.ReadFile(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/comm")).Text.Trim() == Daemon;
}
