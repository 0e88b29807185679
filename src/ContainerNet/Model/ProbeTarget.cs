using System.Net;

namespace ContainerNet.Model;

/// <summary>The address that a client at a vantage would use for a port.</summary>
/// <param name="Address">The address, or null when there is none.</param>
/// <param name="Port">The port.</param>
/// <param name="ProcessId">For the container's vantage: a process of its namespace.</param>
/// <param name="Note">Why there is none, or what to bear in mind.</param>
internal sealed record ProbeTarget(IPAddress? Address, int Port, int ProcessId, string Note)
{
    /// <summary>Chooses.</summary>
    public static ProbeTarget Of(Snapshot facts, ContainerPort port, Vantage vantage)
    {
        if (vantage == Vantage.Container)
        {
            return InContainer(facts, port);
        }

        if (port.HostPort == 0)
        {
            return new(null, 0, 0, "not published: there is no host port");
        }

        bool isIPv6 = port.HostAddress?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        if (vantage == Vantage.Loopback)
        {
            return new(isIPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, port.HostPort, 0, PublishedOn(port));
        }

        // A client elsewhere cannot use 127.0.0.1; that it then fails is what the test is there to show.
        bool isOwn = port.HostAddress is IPAddress own && !IsAny(own) && !IPAddress.IsLoopback(own);
        IPAddress? address = isOwn
            ? port.HostAddress
            : Uplink.Of(facts, isIPv6 ? AddressFamily.IPv6 : AddressFamily.IPv4)?.Address;
        return address is null
            ? new(null, port.HostPort, 0, $"this host has no {(isIPv6 ? "IPv6" : "IPv4")} address that others can reach")
            : new(address, port.HostPort, 0, isOwn ? "" : PublishedOn(port));
    }

    private static ProbeTarget InContainer(Snapshot facts, ContainerPort port)
    {
        Container? container = facts.Containers.FirstOrDefault(c =>
            string.Equals(c.Name, port.Container, StringComparison.Ordinal)
            && string.Equals(c.Engine, port.Engine, StringComparison.Ordinal));
        if (container is not { IsRunning: true, ProcessId: > 0 })
        {
            return new(null, port.Port, 0, "the container does not run");
        }

        return new(port.ContainerAddress ?? IPAddress.Loopback, port.Port, container.ProcessId, "");
    }

    private static string PublishedOn(ContainerPort port) => port.HostAddress is IPAddress own && !IsAny(own)
        ? $"published on {own} only"
        : "";

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
