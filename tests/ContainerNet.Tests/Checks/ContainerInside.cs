using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Checks;

/// <summary>The namespace of a container as its engine makes it: eth0 with its address, and a default route by its gateway.</summary>
internal static class ContainerInside
{
    /// <summary>The index of every container's eth0, each in a namespace of its own.</summary>
    public const int Eth0 = 2;

    public static NetworkNamespace Of(Container container, IReadOnlyList<ContainerNetwork> networks, int peer)
    {
        ContainerEndpoint endpoint = container.Endpoints[0];
        IPNetwork? subnet = networks.FirstOrDefault(n => n.Name == endpoint.Network)?.Subnets[0].Subnet;
        return new NetworkNamespace
        {
            Id = $"net:[{4026532000 + peer}]",
            Engine = container.Engine,
            Containers = [container.Name],
            Links =
            [
                HostBuilder.Link(1, "lo") with { IsLoopback = true },
                HostBuilder.Link(Eth0, "eth0") with { Kind = "veth", PeerIndex = peer },
            ],
            Addresses = [.. new[] { endpoint.IPv4, endpoint.IPv6 }.OfType<IPAddress>().Select(a => new InterfaceAddress
            {
                LinkIndex = Eth0, Address = a, PrefixLength = subnet?.PrefixLength ?? 16,
            })],
            Routes = [.. subnet is null ? [] : new[] { HostBuilder.RouteOf($"{subnet}", Eth0) },
                .. endpoint.Gateway is null ? [] : new[] { HostBuilder.RouteOf("0.0.0.0/0", Eth0, $"{endpoint.Gateway}") }],
            Chains = [],
        };
    }
}
