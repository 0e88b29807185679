using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Repairs.Docker;

/// <summary>A published port as far as its rules of one family are concerned.</summary>
/// <param name="Bridge">The bridge of the network that carries it.</param>
/// <param name="Protocol">The transport.</param>
/// <param name="HostAddress">The host address, or null for all.</param>
/// <param name="HostPort">The host port.</param>
/// <param name="Address">The container's address.</param>
/// <param name="Port">The port inside.</param>
internal sealed record DockerPort(
    string Bridge, Protocol Protocol, IPAddress? HostAddress, int HostPort, IPAddress Address, int Port);
