using System.Globalization;
using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Repairs.Docker;

/// <summary>The published ports of running containers, in the order in which an engine writes their rules.</summary>
internal static class DockerPorts
{
    /// <summary>The ports of one family that rules lead to.</summary>
    public static IEnumerable<DockerPort> Of(
        ContainerEngine engine, Snapshot facts, AddressFamily family, IReadOnlyList<DockerNetwork> networks)
    {
        // The engine appends a container's rules when it starts it. Containers that it starts at the same moment (at
        // boot) may come in another order, which changes nothing: no two of them match the same packet.
        foreach (Container container in Started(engine, facts))
        {
            foreach (PortBinding binding in Sorted(container))
            {
                if (Join(container, binding, facts, family, networks) is { } port)
                {
                    yield return port;
                }
            }
        }
    }

    /// <summary>The places of running containers, in the order in which the engine writes their rules.</summary>
    public static IEnumerable<DockerEndpoint> Endpoints(
        ContainerEngine engine, Snapshot facts, AddressFamily family, IReadOnlyList<DockerNetwork> networks) =>
        from container in Started(engine, facts)
        from place in Places(container, family, networks)
        where place.Network is { Routed: false, Unprotected: false }
        select place;

    private static IEnumerable<Container> Started(ContainerEngine engine, Snapshot facts) => facts.Containers
        .Where(c => c.IsRunning && string.Equals(c.Engine, engine.Name, StringComparison.Ordinal))
        .OrderBy(c => c.StartedAt ?? DateTimeOffset.MinValue)
        .ThenBy(c => c.Id, StringComparer.Ordinal);

    private static IEnumerable<DockerEndpoint> Places(
        Container container, AddressFamily family, IReadOnlyList<DockerNetwork> networks)
    {
        foreach (ContainerEndpoint endpoint in container.Endpoints)
        {
            IPAddress? address = family == AddressFamily.IPv4 ? endpoint.IPv4 : endpoint.IPv6;
            DockerNetwork? network = networks.FirstOrDefault(n => IsOn(endpoint, n.Network));
            if (address is not null && network is { Subnet: not null, Network.Internal: false })
            {
                yield return new DockerEndpoint(network, address);
            }
        }
    }

    /// <summary>The order of go-connections' nat.SortPortMap: the larger asked-for host port first, then the larger port.</summary>
    private static IEnumerable<PortBinding> Sorted(Container container) => container.ActivePorts
        .Where(b => b.HostPort is >= 0 and <= ushort.MaxValue && b.ContainerPort is > 0 and <= ushort.MaxValue)
        .OrderByDescending(b => AskedFor(container, b) ? b.HostPort : 0)
        .ThenByDescending(b => b.ContainerPort)
        .ThenBy(b => b.Protocol);

    private static bool AskedFor(Container container, PortBinding active) => container.PortBindings.Any(
        b => b.Protocol == active.Protocol && b.ContainerPort == active.ContainerPort && b.HostPort == active.HostPort);

    private static DockerPort? Join(
        Container container, PortBinding binding, Snapshot facts, AddressFamily family,
        IReadOnlyList<DockerNetwork> networks)
    {
        if (binding.HostAddress is { } host && FamilyOf(host) != family)
        {
            return null;
        }

        List<DockerEndpoint> places = [.. Places(container, family, networks)];
        if (places.Count == 0)
        {
            return null;
        }

        // With several networks the engine gives all ports to one of them. Its forwarder process tells which, and the
        // container's own default route; without either, the first by name is its way out (libnetwork endpoint.go, Less).
        HashSet<IPAddress> gateways = DefaultGateways(container, facts, family);
        DockerEndpoint chosen = places
            .OrderBy(p => !HasForwarder(facts, binding, p.Address))
            .ThenBy(p => !gateways.Any(g => p.Network.Subnet!.Value.Contains(g)))
            .ThenBy(p => p.Network.Network.Name, StringComparer.Ordinal)
            .First();

        // Without a host port it leads nowhere, unless the container's own address is routed.
        if (binding.HostPort == 0 && !chosen.Network.Routed)
        {
            return null;
        }

        bool any = binding.HostAddress is null || binding.HostAddress.Equals(IPAddress.Any)
            || binding.HostAddress.Equals(IPAddress.IPv6Any);
        return new DockerPort(
            chosen.Network, binding.Protocol, any ? null : binding.HostAddress, chosen.Network.Routed ? 0 : binding.HostPort,
            chosen.Address, binding.ContainerPort);
    }

    private static HashSet<IPAddress> DefaultGateways(Container container, Snapshot facts, AddressFamily family) =>
    [
        .. (facts.Namespaces ?? [])
            .Where(n => n.Containers.Contains(container.Name) && string.Equals(n.Engine, container.Engine, StringComparison.Ordinal))
            .SelectMany(n => n.Routes)
            .Where(r => r is { Destination.PrefixLength: 0, Table: 254 } && r.Gateway is not null && FamilyOf(r.Gateway) == family)
            .Select(r => r.Gateway!),
    ];

    private static bool IsOn(ContainerEndpoint endpoint, ContainerNetwork network) =>
        endpoint.NetworkId.Length > 0
            ? string.Equals(endpoint.NetworkId, network.Id, StringComparison.Ordinal)
            : string.Equals(endpoint.Network, network.Name, StringComparison.Ordinal);

    private static bool HasForwarder(Snapshot facts, PortBinding binding, IPAddress address)
    {
        string target = new IPEndPoint(address, binding.ContainerPort).ToString();
        string port = string.Create(CultureInfo.InvariantCulture, $":{binding.HostPort}");
        return facts.Forwarders.Any(f => string.Equals(f.ForwardsTo, target, StringComparison.Ordinal)
            && f.Protocol == binding.Protocol
            && f.ForwardsFrom?.EndsWith(port, StringComparison.Ordinal) == true);
    }

    private static AddressFamily FamilyOf(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? AddressFamily.IPv6 : AddressFamily.IPv4;
}
