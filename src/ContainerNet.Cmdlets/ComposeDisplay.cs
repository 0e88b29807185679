using ContainerNet.Model.Compose;

namespace ContainerNet.Cmdlets;

/// <summary>What the views of compose files call.</summary>
public static class ComposeDisplay
{
    /// <summary>Where a planned port would be published.</summary>
    public static string Published(PlannedPort port)
    {
        ArgumentNullException.ThrowIfNull(port);
        string address = port.HostAddress is null ? "*" : port.HostAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? $"[{port.HostAddress}]" : port.HostAddress.ToString();
        return !port.Published ? "-" : port.HostPort == 0 ? $"{address}:any"
            : port.HostPort == port.LastHostPort ? $"{address}:{port.HostPort}" : $"{address}:{port.HostPort}-{port.LastHostPort}";
    }

    /// <summary>Who stands in a planned port's way.</summary>
    public static string Conflicts(PlannedPort port)
    {
        ArgumentNullException.ThrowIfNull(port);
        return Display.Clean(string.Join("; ", port.Conflicts));
    }
}
