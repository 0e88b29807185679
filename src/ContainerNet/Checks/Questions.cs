using System.Globalization;
using System.Net;
using ContainerNet.Findings;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Checks;

/// <summary>What many checks ask of a snapshot.</summary>
internal static class Questions
{
    /// <summary>Engines whose bridges and rules are in the host's own namespace.</summary>
    public static IEnumerable<ContainerEngine> HostEngines(this Snapshot facts) => facts.Engines.Where(e => !e.Rootless);

    /// <summary>Networks of host engines that the host must forward for.</summary>
    public static IEnumerable<ContainerNetwork> ForwardedNetworks(this Snapshot facts) =>
        facts.Networks.Where(n => n.IsForwarded && facts.HostEngines().Any(e => Is(e.Name, n.Engine)))
            .OrderBy(n => n.Name, StringComparer.Ordinal);

    /// <summary>The forwarded networks that carry a running container now.</summary>
    public static IEnumerable<ContainerNetwork> NetworksInUse(this Snapshot facts) =>
        facts.ForwardedNetworks().Where(n => facts.MembersOf(n).Any());

    /// <summary>The running containers on a network.</summary>
    public static IEnumerable<Container> MembersOf(this Snapshot facts, ContainerNetwork network) =>
        facts.Containers.Where(c => c.IsRunning && Is(c.Engine, network.Engine)
            && c.Endpoints.Any(e => Is(e.Network, network.Name)));

    /// <summary>The engine of that name, or null.</summary>
    public static ContainerEngine? EngineOf(this Snapshot facts, string name) =>
        facts.Engines.FirstOrDefault(e => Is(e.Name, name));

    /// <summary>The network of that engine and name, or null.</summary>
    public static ContainerNetwork? NetworkOf(this Snapshot facts, string engine, string? name) =>
        facts.Networks.FirstOrDefault(n => Is(n.Engine, engine) && Is(n.Name, name));

    /// <summary>The network namespace of a container, or null when it was not read.</summary>
    public static NetworkNamespace? NamespaceOf(this Snapshot facts, Container container) =>
        facts.Namespaces?.FirstOrDefault(n => Is(n.Engine, container.Engine)
            && n.Containers.Contains(container.Name, StringComparer.Ordinal));

    /// <summary>A command for the engine's own client, as a person types it: "podman start web   # as sam".</summary>
    public static string Client(this Snapshot facts, string engine, string command)
    {
        ContainerEngine? known = facts.EngineOf(engine);
        return $"{(known?.Kind == EngineKind.Podman ? "podman" : "docker")} {command}" + (known?.User is { } user ? $"   # as {user}" : "");
    }

    /// <summary>The finding, as one about a published port.</summary>
    public static Finding At(this Finding finding, ContainerPort port) => finding with
    {
        Engine = port.Engine,
        Container = port.Container,
        Network = port.Network,
        Port = port.HostPort,
        Protocol = port.Protocol,
    };

    /// <summary>What a proxy in a container said when it did not come up.</summary>
    public static IEnumerable<Evidence> LastWords(this Snapshot facts, Container container) => (facts.FailedProxies ?? [])
        .Where(p => Is(p.Engine, container.Engine) && Is(p.Container, container.Name))
        .Select(Said);

    /// <summary>The same, as a line of its log.</summary>
    public static Evidence Said(FailedProxy proxy) => Read(
        $"log of container {proxy.Container}", $"{proxy.Reason.Time:yyyy-MM-dd HH:mm:ss} [{proxy.Reason.Level}] {proxy.Reason.Message}");

    /// <summary>The systemd service that runs a container, or null.</summary>
    public static ContainerUnit? UnitOf(this Snapshot facts, Container container)
    {
        string? user = facts.EngineOf(container.Engine)?.User;
        return facts.ContainerUnits?.FirstOrDefault(u => u.User == user && u.Runs(container));
    }

    /// <summary>Running containers of host engines with their own namespace, and each of their places on a network.</summary>
    public static IEnumerable<(Container Container, ContainerEndpoint Endpoint, ContainerNetwork Network, NetworkNamespace Inside)>
        Attachments(this Snapshot facts) =>
        from container in facts.Containers
        where container is { IsRunning: true, IsHostNetwork: false } && facts.EngineOf(container.Engine) is { Rootless: false }
        let inside = facts.NamespaceOf(container)
        where inside is not null
        from endpoint in container.Endpoints
        let network = facts.NetworkOf(container.Engine, endpoint.Network)
        where network is not null
        select (container, endpoint, network, inside);

    /// <summary>Ports that running containers publish now.</summary>
    public static IEnumerable<ContainerPort> PublishedPorts(this Snapshot facts) =>
        ContainerPorts.Of(facts).Where(p => p.Running && p.HostPort > 0);

    /// <summary>The same, one for each host port and transport of a container: the engine publishes each twice, for both
    /// families.</summary>
    public static IEnumerable<IGrouping<PublishedPort, ContainerPort>>
        PortGroups(this Snapshot facts) =>
        facts.PublishedPorts().GroupBy(p => new PublishedPort(p.Engine, p.Container, p.Protocol, p.HostPort));

    /// <summary>The interfaces that clients come in by: those of the default routes, or else every interface with an
    /// address that is neither loopback nor a container's.</summary>
    public static IReadOnlyList<Link> Uplinks(this Snapshot facts)
    {
        // Asked for each published port: one look at each route, not one for each link.
        HashSet<int> defaults = [.. facts.Routes.Where(r => r.Destination.PrefixLength == 0 && r.Table is 0 or 254).Select(r => r.LinkIndex)];
        List<Link> byRoute = [.. facts.Links.Where(l => !l.IsLoopback && defaults.Contains(l.Index))];
        return byRoute.Count > 0 ? byRoute : facts.OutsideLinks();
    }

    /// <summary>Every interface with an address that is neither loopback nor an engine's own.</summary>
    public static IReadOnlyList<Link> OutsideLinks(this Snapshot facts) => [.. facts.Links.Where(l => !l.IsLoopback && l.IsUp
        && !Is(l.Kind, "veth") && !facts.Networks.Any(n => Is(n.Bridge, l.Name))
        && facts.Addresses.Any(a => a.LinkIndex == l.Index && !Is(a.Scope, "link") && !Is(a.Scope, "host")))];

    /// <summary>Was the host's IPv4 rule set read as a whole, so that what is not there is really not there?</summary>
    public static bool SawAllIptables(this Snapshot facts) => !facts.Gaps.Any(g => (g.Facts & FactKinds.Firewall) != FactKinds.None
        && g.Source.Contains("iptables", StringComparison.Ordinal) && !g.Source.Contains("ip6tables", StringComparison.Ordinal));

    /// <summary>"8080/tcp".</summary>
    public static string PortText(int port, Protocol protocol) =>
        $"{port.ToString(CultureInfo.InvariantCulture)}/{protocol.ToString().ToLowerInvariant()}";

    /// <summary>"port 8080/tcp of web".</summary>
    public static string SubjectOf(ContainerPort port) => $"port {PortText(port.HostPort, port.Protocol)} of {port.Container}";

    /// <summary>Is it an address of IPv6?</summary>
    public static bool IsIPv6(IPAddress? address) => address?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;

    /// <summary>An address with a port, IPv6 in brackets.</summary>
    public static string AddressText(IPAddress? address, int port) =>
        address is null ? $"?:{port}"
        : IsIPv6(address) ? $"[{address}]:{port}"
        : $"{address}:{port}";

    /// <summary>A moment as people of one host compare it.</summary>
    public static string Text(this DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A piece of evidence.</summary>
    public static Evidence Read(string source, string value) => new() { Source = source, Value = value };

    /// <summary>Equal strings; names of the kernel and of engines are compared byte by byte.</summary>
    public static bool Is(string? left, string? right) =>
        left is not null && string.Equals(left, right, StringComparison.Ordinal);

    /// <summary>"a, b and 3 more", so that a message stays one sentence whatever the host holds.</summary>
    public static string Names(IEnumerable<string> names)
    {
        const int Shown = 6;
        List<string> all = [.. names.Distinct(StringComparer.Ordinal)];
        return all.Count <= Shown
            ? string.Join(", ", all)
            : $"{string.Join(", ", all.Take(Shown))} and {all.Count - Shown} more";
    }
}
