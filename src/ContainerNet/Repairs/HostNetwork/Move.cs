using System.Net;
using ContainerNet.Model;
using ContainerNet.Model.Compose;

namespace ContainerNet.Repairs.HostNetwork;

/// <summary>One service on its way to the host's network: what it listens at afterwards.</summary>
internal sealed class Move(ComposeService service, ServiceProxy? proxy)
{
    /// <summary>The service.</summary>
    public ComposeService Service { get; } = service;

    /// <summary>Its nginx, where it is one whose configuration can be read.</summary>
    public ServiceProxy? Proxy { get; } = proxy;

    /// <summary>The port of the host for each port of the container, where they differ.</summary>
    public Dictionary<int, int> Ports { get; } = [];

    /// <summary>The ports of the host that its nginx listens at over IPv6.</summary>
    public HashSet<int> OverIPv6 { get; } = [];

    /// <summary>What it listens at on the host, as far as it is known.</summary>
    public List<Listening> Listens { get; } = [];

    /// <summary>Can the ports that it listens at be changed by us?</summary>
    public bool HasProxy => Proxy is { Files.Count: > 0 } && Proxy.Files.Any(f => f.Statements.Any(s => s.Name is "server" or "listen"));

    /// <summary>The port that others reach it at afterwards.</summary>
    public int PortOf(int port) => Ports.GetValueOrDefault(port, port);

    /// <summary>Notes a socket, once.</summary>
    public void Listen(IPAddress? address, int port, Protocol protocol, string source)
    {
        if (!Listens.Any(l => l.Port == port && l.Protocol == protocol && Equals(l.Address, address)))
        {
            Listens.Add(new Listening(address, port, protocol, source));
        }
    }
}
