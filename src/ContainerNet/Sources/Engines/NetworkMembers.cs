using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Sources.Engines;

/// <summary>Tells a network who is on it, from the containers: the list of networks leaves members out.</summary>
internal static class NetworkMembers
{
    internal static ContainerNetwork Join(ContainerNetwork network, IReadOnlyList<Container> containers)
    {
        List<string> members = [];
        IPAddress? gateway = null;
        foreach (Container container in containers)
        {
            foreach (ContainerEndpoint endpoint in container.Endpoints)
            {
                if (container.Engine == network.Engine && IsOn(endpoint, network))
                {
                    members.Add(container.Name);
                    gateway ??= endpoint.Gateway;
                }
            }
        }

        // Docker 20.10 leaves the gateway out for networks whose range it chose itself; the members know it.
        return network with
        {
            Members = members,
            Subnets = [.. network.Subnets.Select(s =>
                s.Gateway is null && gateway is not null && s.Subnet.Contains(gateway) ? s with { Gateway = gateway } : s)],
        };
    }

    private static bool IsOn(ContainerEndpoint endpoint, ContainerNetwork network) => endpoint.NetworkId.Length > 0
        ? endpoint.NetworkId == network.Id
        : endpoint.Network == network.Name;
}
