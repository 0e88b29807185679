using System.Net;
using ContainerNet.Model;
using ContainerNet.Model.Proxies;

namespace ContainerNet.Paths.Requests;

/// <summary>What names stand for where a proxy runs, as far as facts tell: its file hosts, and containers on its networks.</summary>
internal sealed class ProxyNames(Snapshot facts, RunningProxy proxy)
{
    /// <summary>The container that the proxy runs in; null on the host.</summary>
    public Container? Own { get; } = proxy.Container is null ? null : facts.Containers.FirstOrDefault(
        c => c.Name == proxy.Container && c.Engine == proxy.Engine);

    /// <summary>The addresses, and how they are known; none with the reason.</summary>
    public (IReadOnlyList<IPAddress> Addresses, string Source) Resolve(string name)
    {
        if (IPAddress.TryParse(name.Trim('[', ']'), out IPAddress? literal))
        {
            return ([literal], "");
        }

        List<IPAddress> listed = [.. proxy.Hosts.Where(h => Same(h.Name, name)).Select(h => h.Address).Distinct()];
        if (listed.Count > 0)
        {
            return (listed, $"by the file hosts of the proxy, {name} is {listed[0]}");
        }

        if (Own is not null && Beside(Own, name) is { Count: > 0 } beside)
        {
            return (beside, $"{name} is a container on a network of the proxy, with {beside[0]}");
        }

        return ([], Own is null
            ? $"{name} is in no file hosts of the proxy; its name server was not asked"
            : $"{name} is in no file hosts of the proxy and no container on its networks that was read; its name server was not asked");
    }

    /// <summary>Docker's default bridge has no names; everywhere else name, aliases and the short identifier are known.</summary>
    private List<IPAddress> Beside(Container own, string name)
    {
        bool isDocker = facts.Engines.FirstOrDefault(e => e.Name == own.Engine)?.Kind == EngineKind.Docker;
        return [.. from container in facts.Containers
                   where container.IsRunning && container.Engine == own.Engine
                   from endpoint in container.Endpoints
                   where own.Endpoints.Any(e => e.Network == endpoint.Network) && !(isDocker && endpoint.Network == "bridge")
                       && (Same(container.Name, name) || (endpoint.Aliases ?? []).Any(a => Same(a, name))
                           || (name.Length == 12 && container.Id.StartsWith(name, StringComparison.Ordinal)))
                   from address in new[] { endpoint.IPv4, endpoint.IPv6 }
                   where address is not null
                   select address];
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
