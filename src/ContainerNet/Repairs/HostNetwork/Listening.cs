using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Repairs.HostNetwork;

/// <summary>A socket that a service has on the host once it is moved there.</summary>
/// <param name="Address">The address; null for all.</param>
/// <param name="Port">The port.</param>
/// <param name="Protocol">The transport.</param>
/// <param name="Source">The file and line that tell of it.</param>
internal sealed record Listening(IPAddress? Address, int Port, Protocol Protocol, string Source);
