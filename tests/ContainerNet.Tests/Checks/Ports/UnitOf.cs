using ContainerNet.Model;

namespace ContainerNet.Checks.Ports;

/// <summary>Services that run containers, for the builder of hosts.</summary>
internal static class UnitOf
{
    public const string File = "/etc/systemd/system/web.service";

    /// <summary>web.service, which runs the container web by this command; its file says just that.</summary>
    public static HostBuilder Unit(this HostBuilder host, string command, Func<ContainerUnit, ContainerUnit>? edit = null) => host.With(f => f with
    {
        ContainerUnits = [.. f.ContainerUnits ?? [], Of(command, edit)],
    });

    public static ContainerUnit Of(string command, Func<ContainerUnit, ContainerUnit>? edit = null)
    {
        ContainerUnit unit = new()
        {
            Name = "web.service",
            ActiveState = "active",
            Command = command.Split(' '),
            SourceFile = File,
            IsStale = false,
            Text = new ConfigurationText(File, $"[Service]\nExecStart=/usr/bin/{command}\n"),
        };
        return edit is null ? unit : edit(unit);
    }
}
