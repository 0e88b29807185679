using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Paths;

namespace ContainerNet.Checks.Firewall;

/// <summary>Somebody outside a network sends to a container's own address, which Docker 28 and later drops before routing:
/// published ports are the way in.</summary>
internal sealed class DirectAccessCheck : IPathCheck
{
    internal static readonly FindingDescriptor Direct = new(
        "CN3014",
        "Direct access to a container's address is dropped by the engine",
        Severity.Warning,
        "{0} sends to {1}, the address of container {2} itself, which the engine drops on purpose: {3}.");

    public IReadOnlyList<FindingDescriptor> Reports => [Direct];

    public IEnumerable<Finding> Run(Snapshot facts, PacketPath path)
    {
        if (PathEnd.Of(facts, path) is not { IsFirewall: true, IsReply: false, Hop: { Hook: "prerouting" } hop } end
            || hop.Owner != RuleOwner.Docker
            || PathEnd.ContainerAt(facts, end.Packet.Destination) is not { } container)
        {
            yield break;
        }

        int port = end.Packet.DestinationPort;
        List<ContainerPort> published = [.. facts.PublishedPorts().Where(p => Questions.Is(p.Container, container.Name)
            && Questions.Is(p.Engine, container.Engine) && p.Port == port && p.Protocol == path.Protocol)];
        string instead = published.Count > 0
            ? $"use the published port, {Address(facts, published[0])}"
            : "and the port is not published";
        yield return end.Tell(facts, Direct.About(
            $"container {container.Name}",
            path.From,
            Questions.AddressText(end.Packet.Destination, port),
            container.Name,
            instead)) with
        {
            Engine = container.Engine,
            Container = container.Name,
            Network = container.Endpoints.FirstOrDefault(
                e => Equals(e.IPv4, end.Packet.Destination) || Equals(e.IPv6, end.Packet.Destination))?.Network,
            Port = published.Count > 0 ? published[0].HostPort : null,
            Protocol = path.Protocol,
            Evidence = [PathTexts.Evidence(end), .. published.Take(2).Select(Published)],
            Remedy = Remedy(facts, end, container, published),
        };
    }

    private static Evidence Published(ContainerPort port) => Questions.Read(
        $"published ports of {port.Container}",
        $"{Questions.AddressText(port.HostAddress, port.HostPort)} -> {Questions.PortText(port.Port, port.Protocol)}");

    private static string Remedy(Snapshot facts, PathEnd end, Container container, List<ContainerPort> published)
    {
        string first = published.Count > 0
            ? $"Use {Address(facts, published[0])}."
            : $"Publish it: docker run --publish HOSTPORT:{Questions.PortText(end.Packet.DestinationPort, end.Path.Protocol)} ...";
        return PathEnd.NetworkOf(facts, end.Hop.InputInterface) is { } network
            ? $"{first}\nor put both containers on one network: docker network connect "
                + $"{DropRemedy.Plain(network.Name) ?? "NETWORK"} {DropRemedy.Plain(container.Name) ?? "CONTAINER"}"
            : $"{first}\nor allow direct access: network option com.docker.network.bridge.gateway_mode_ipv4=nat-unprotected "
                + "(or routed), or the daemon's allow-direct-routing (28.2 and later).";
    }

    /// <summary>The address that a client uses; for a port on every address one that the uplink has.</summary>
    private static string Address(Snapshot facts, ContainerPort port)
    {
        if (port.HostAddress is { } address && !address.Equals(System.Net.IPAddress.Any)
            && !address.Equals(System.Net.IPAddress.IPv6Any))
        {
            return Questions.AddressText(address, port.HostPort);
        }

        IReadOnlyList<Link> uplinks = facts.Uplinks();
        InterfaceAddress? own = facts.Addresses.FirstOrDefault(a => uplinks.Any(u => u.Index == a.LinkIndex)
            && a.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork);
        return own is null ? $"port {port.HostPort} of the host" : Questions.AddressText(own.Address, port.HostPort);
    }
}
