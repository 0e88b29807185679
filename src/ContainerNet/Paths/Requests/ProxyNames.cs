using System.Net;
using ContainerNet.Model;
using ContainerNet.Model.Names;
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
        // On the host, a name server outside may know what the file does not; inside, the engine's own comes in between.
        NameAnswer answer = Own is not null ? ContainerNames.Resolve(facts, Own, name) : OnHost(name);
        return answer.Addresses.Count == 0
            ? ([], answer.Kind == NameKind.NoNamesOnDefaultBridge
                ? $"{name} is a container, and the proxy is only on networks without names"
                : Own is null ? $"{name} is in no file hosts of the proxy; its name server was not asked"
                : $"{name} is in no file hosts of the proxy and no container on its networks that was read; its name server was not asked")
            : (answer.Addresses, answer.Kind switch
            {
                NameKind.Literal => "",
                NameKind.HostsFile => $"by the file hosts of the proxy, {name} is {answer.Addresses[0]}",
                _ => $"{name} is a container on a network of the proxy, with {answer.Addresses[0]}",
            });
    }

    private NameAnswer OnHost(string name) => IPAddress.TryParse(name.Trim('[', ']'), out IPAddress? literal)
        ? new NameAnswer(NameKind.Literal, [literal], [])
        : new NameAnswer(
            NameKind.HostsFile, [.. proxy.Hosts.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Address).Distinct()], []);
}
