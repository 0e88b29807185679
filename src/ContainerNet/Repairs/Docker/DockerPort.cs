using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Repairs.Docker;

/// <summary>A published port as far as its rules of one family are concerned.</summary>
/// <param name="Network">The network that carries it.</param>
/// <param name="Protocol">The transport.</param>
/// <param name="HostAddress">The host address, or null for all.</param>
/// <param name="HostPort">The host port; 0 on a routed network, where the port is open at the container's own address.</param>
/// <param name="Address">The container's address.</param>
/// <param name="Port">The port inside.</param>
internal sealed record DockerPort(
    DockerNetwork Network, Protocol Protocol, IPAddress? HostAddress, int HostPort, IPAddress Address, int Port)
{
    /// <summary>The bridge of the network that carries it.</summary>
    public string Bridge => Network.Bridge;

    /// <summary>Is the whole network open anyway?</summary>
    public bool Unprotected => Network.Unprotected;

    /// <summary>Is the network routed?</summary>
    public bool Routed => Network.Routed;

    /// <summary>Is it published on a loopback address?</summary>
    public bool IsOnIPv4Loopback => HostPort > 0 && HostAddress is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetwork }
        && IPAddress.IsLoopback(HostAddress);
}
