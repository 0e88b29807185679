using System.Globalization;
using ContainerNet.Checks.Proxy;
using ContainerNet.Model;

namespace ContainerNet.Comparing;

/// <summary>Facts of containers, networks and proxies.</summary>
internal static class ContainerFacts
{
    /// <summary>Every one, in roles.</summary>
    public static IEnumerable<KeyValuePair<FactKey, string>> Of(Snapshot facts, HostRoles roles) =>
        facts.Containers.SelectMany(c => OfContainer(c, roles)).Concat(facts.Networks.Select(n => OfNetwork(n, roles))).Concat(OfProxies(facts));

    private static IEnumerable<KeyValuePair<FactKey, string>> OfContainer(Container container, HostRoles roles)
    {
        KeyValuePair<FactKey, string> Fact(FactArea area, string value) => new(new FactKey(area, "", container.Name), value);
        yield return Fact(FactArea.Container, container.IsRunning ? "running" : "not running");
        if (container is { IsRunning: true, ImageId: { } image })
        {
            yield return Fact(FactArea.Image, $"{container.Image} {image}");
        }

        yield return Fact(FactArea.Ports, Joined(container.PortBindings.Select(b => string.Create(CultureInfo.InvariantCulture,
            $"{(b.HostAddress is null ? "" : $"{roles.Said(b.HostAddress.ToString())}:")}{(b.HostPort == 0 ? "any" : b.HostPort)}->{b.ContainerPort}/{b.Protocol.ToString().ToLowerInvariant()}"))));
        string mode = container.NetworkMode is "default" ? "bridge" : container.NetworkMode.Split(':')[0];
        yield return Fact(FactArea.NetworkMode, mode + (container.Endpoints.Count == 0 ? "" : $" ({Joined(container.Endpoints.Select(e => e.Network))})"));

        // A container of the host's network sees every socket of the host.
        if (container is { IsRunning: true, Listeners: { } listeners })
        {
            yield return Fact(FactArea.Listeners, Joined(listeners
                .Where(l => !container.IsHostNetwork || l.ProcessId is not null)
                .Where(l => l.Port < EphemeralPorts || l.Protocol == Protocol.Tcp)
                .Where(l => !(IsResolver(l)))
                .Select(l => $"{roles.Said(l.Address.ToString())}:{l.Port.ToString(CultureInfo.InvariantCulture)}/{l.Protocol.ToString().ToLowerInvariant()}")));
        }
    }

    private const int EphemeralPorts = 32768;

    /// <summary>Docker's own resolver, on a port that is drawn.</summary>
    private static bool IsResolver(ContainerListener listener) => listener.Address.ToString() is "127.0.0.11";

    private static KeyValuePair<FactKey, string> OfNetwork(ContainerNetwork network, HostRoles roles)
    {
        string families = Joined(network.Subnets.Select(s => s.Family.ToString()));
        List<string> parts = [network.Driver, families];
        (bool Is, string Word)[] words =
        [
            (network.Internal, "internal"), (!network.Icc, "without icc"), (!network.Masquerade, "without masquerade"),
            (network.GatewayModeIPv4 != "nat", $"IPv4 {network.GatewayModeIPv4}"), (network.GatewayModeIPv6 != "nat", $"IPv6 {network.GatewayModeIPv6}"),
            (network.HostBindingIPv4 is not null, $"publishes on {roles.Said(network.HostBindingIPv4 ?? "")}"),
        ];
        parts.AddRange(words.Where(w => w.Is).Select(w => w.Word));
        return new(new FactKey(FactArea.Network, "", Network: network.Name), string.Join(", ", parts.Where(p => p.Length > 0)));
    }

    private static IEnumerable<KeyValuePair<FactKey, string>> OfProxies(Snapshot facts) =>
        from item in facts.ProxyRoutes()
        let route = item.Route
        let place = route.Container is { } container ? $"{container}: " : ""
        group $"{route.Pass} ({Joined(route.Upstream.Select(u => u.ToString()))}), upgrade {route.Upgrade}"
            by (Text: $"{place}{(route.Server.Count > 0 ? route.Server[0] : "")} {string.Join(" / ", route.Around.Select(l => l.ToString()))}", route.Container) into same
        select new KeyValuePair<FactKey, string>(
            new FactKey(FactArea.ProxyRoute, same.Key.Text, same.Key.Container), string.Join('\n', same));

    private static string Joined(IEnumerable<string> texts) => string.Join(", ", texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
