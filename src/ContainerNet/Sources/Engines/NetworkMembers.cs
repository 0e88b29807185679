using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Sources.Engines;

/// <summary>Tells a network who is on it, from the containers: the list of networks leaves members out.</summary>
internal static class NetworkMembers
{
    internal static ContainerNetwork Join(ContainerNetwork network, IReadOnlyList<Container> containers)
    {
        List<(Container Container, ContainerEndpoint Endpoint)> members = [.. containers
            .SelectMany(c => c.Endpoints.Select(e => (Container: c, Endpoint: e)))
            .Where(m => m.Endpoint.NetworkId == network.Id
                || (m.Endpoint.NetworkId.Length == 0 && m.Endpoint.Network == network.Name))];

        // Docker 20.10 leaves the gateway out for networks whose range it chose itself; the members know it.
        IPAddress? gateway = members.Select(m => m.Endpoint.Gateway).FirstOrDefault(g => g is not null);
        return network with
        {
            Members = [.. members.Select(m => m.Container.Name)],
            Subnets = [.. network.Subnets.Select(s =>
                s.Gateway is null && gateway is not null && s.Subnet.Contains(gateway) ? s with { Gateway = gateway } : s)],
        };
    }
}
