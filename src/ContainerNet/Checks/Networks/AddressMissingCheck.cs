using System.Globalization;
using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;

namespace ContainerNet.Checks.Networks;

/// <summary>
/// The engine says which address a container has and which gateway is its way out; its namespace says otherwise. Somebody with
/// the right to (an administrator, a VPN client in the container) took it away, and the engine does not look at it again.
/// </summary>
internal sealed class AddressMissingCheck : ICheck
{
    internal static readonly FindingDescriptor Missing = new(
        "CN2003", "A container lacks its address or its default route", Severity.Error, "Container {0} {1}: {2}.")
    {
        ExplainedBy = ["CN2002"],
    };

    public IReadOnlyList<FindingDescriptor> Reports => [Missing];

    public FactKinds Needs => FactKinds.Engines | FactKinds.Listeners | FactKinds.Links;

    public bool CanRun(Snapshot facts) => facts.Has(Needs) && facts.Namespaces is not null;

    public IEnumerable<Finding> Run(Snapshot facts)
    {
        // What loses its address loses the routes by it: that is told once.
        HashSet<string> told = new(StringComparer.Ordinal);
        foreach ((Container container, ContainerEndpoint endpoint, ContainerNetwork network, NetworkNamespace inside)
            in facts.Attachments())
        {
            foreach (IPAddress address in new[] { endpoint.IPv4, endpoint.IPv6 }.OfType<IPAddress>())
            {
                if (!inside.Addresses.Any(a => a.Address.Equals(address)))
                {
                    told.Add($"{container.Engine} {container.Name}");
                    yield return WithoutAddress(facts, container, network, inside, address);
                }
            }

            if (GivesTheWayOut(endpoint, network) && !HasWayOut(inside) && told.Add($"{container.Engine} {container.Name}"))
            {
                yield return WithoutRoute(facts, container, endpoint, network, inside);
            }
        }
    }

    private static Finding WithoutAddress(
        Snapshot facts, Container container, ContainerNetwork network, NetworkNamespace inside, IPAddress address)
    {
        bool six = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        return About(
            container, network, $"has not its address {address}", "what is sent to it, also from published ports, meets nobody") with
        {
            // IPv6 may be off in the container on purpose (net.ipv6.conf.all.disable_ipv6), and IPv4 goes on.
            Severity = six ? Severity.Warning : Severity.Error,
            Evidence =
            [
                Questions.Read($"{inside.Id} ip address", AddressesOf(inside)),
                Questions.Read($"{container.Engine} container {container.Name}", $"{address} on network {network.Name}"),
            ],
            Remedy = $"{Tool(facts, container)} restart {container.Name}",
        };
    }

    private static Finding WithoutRoute(
        Snapshot facts, Container container, ContainerEndpoint endpoint, ContainerNetwork network, NetworkNamespace inside)
    {
        string pid = container.ProcessId.ToString(CultureInfo.InvariantCulture);
        return About(
            container,
            network,
            "has no default route",
            "it reaches nothing outside its networks, and its answers to other machines go nowhere") with
        {
            Evidence =
            [
                Questions.Read($"{inside.Id} ip route", RoutesOf(inside)),
                Questions.Read($"{container.Engine} container {container.Name}", $"gateway {endpoint.Gateway} on network {network.Name}"),
            ],
            Remedy = $"{Tool(facts, container)} restart {container.Name}"
                + (container.ProcessId > 0
                    ? $"\nor, without a restart: nsenter --target {pid} --net ip route add default via {endpoint.Gateway}" : ""),
        };
    }

    private static Finding About(Container container, ContainerNetwork network, string problem, string effect) =>
        Missing.About($"container {container.Name}", container.Name, problem, effect) with
        {
            Engine = container.Engine,
            Container = container.Name,
            Network = network.Name,
            Interface = network.Bridge,
        };

    /// <summary>Is the container's way out by this network? Internal and isolated ones have none, and of macvlan and its like
    /// the gateway is another machine's matter.</summary>
    private static bool GivesTheWayOut(ContainerEndpoint endpoint, ContainerNetwork network) => network.IsForwarded
        && endpoint.Gateway?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
        && !Questions.Is(network.GatewayModeIPv4, "isolated");

    /// <summary>A default route in any table, whatever its type: one that closes the way was made by somebody who means it, as
    /// VPN clients do. They also split it in two halves.</summary>
    private static bool HasWayOut(NetworkNamespace inside) => inside.Routes.Any(
        r => r.Destination.PrefixLength <= 1
            && r.Destination.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork);

    private static string AddressesOf(NetworkNamespace inside) => inside.Addresses.Count == 0 ? "none"
        : Questions.Names(inside.Addresses.Select(a =>
            $"{a.Address}/{a.PrefixLength} dev {NameOf(inside, a.LinkIndex)}"));

    private static string RoutesOf(NetworkNamespace inside) =>
        inside.Routes.Where(r => r.Table is 0 or 254).ToList() is { Count: > 0 } main
            ? Questions.Names(main.Select(r => $"{r.Destination} dev {NameOf(inside, r.LinkIndex)}"))
            : "no route in table main";

    private static string NameOf(NetworkNamespace inside, int index) =>
        inside.Links.FirstOrDefault(l => l.Index == index)?.Name ?? $"interface {index}";

    private static string Tool(Snapshot facts, Container container) =>
        facts.EngineOf(container.Engine)?.Kind == EngineKind.Docker ? "docker" : "podman";
}
