using System.Net;

namespace ContainerNet.Model.Proxies;

/// <summary>A name in a file of hosts (hosts(5)).</summary>
/// <param name="Name">The name.</param>
/// <param name="Address">Its address.</param>
public sealed record HostsEntry(string Name, IPAddress Address);
