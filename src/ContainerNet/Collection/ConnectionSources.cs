using System.Net;
using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources;
using ContainerNet.Sources.Connections;
using ContainerNet.Sources.Engines;

namespace ContainerNet.Collection;

/// <summary>Reads the tracked connections into containers' networks, where rules and engines are looked at.</summary>
internal static class ConnectionSources
{
    internal static async Task<IReadOnlyList<TrackedConnection>?> ReadAsync(
        IHost host, SourceRunner run, CollectOptions options, Task<EngineFacts> reading)
    {
        List<IPNetwork> networks = [.. (await reading).Networks.SelectMany(n => n.Subnets).Select(s => s.Subnet)];
        return networks.Count == 0 || !options.Kinds.HasFlag(FactKinds.Firewall | FactKinds.Engines)
            ? null
            : await run.Run(FactKinds.Firewall, "tracked connections", null, () => ConnectionReader.Read(host, networks));
    }

    /// <summary>What connection tracking counted; nothing to say where the kernel does not tell.</summary>
    internal static Task<ConnectionCounters?> CountAsync(IHost host, SourceRunner run) => run.Run<ConnectionCounters?>(
        FactKinds.Settings, "connection tracking", null,
        () => new Reading<ConnectionCounters?>(ConnectionCountersReader.Read(host), []));
}
