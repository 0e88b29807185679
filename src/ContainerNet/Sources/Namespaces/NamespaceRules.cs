using ContainerNet.Hosting;
using ContainerNet.Model;
using ContainerNet.Sources.Netfilter;

namespace ContainerNet.Sources.Namespaces;

/// <summary>Reads the rules of a container's network namespace with the programs of the host: four processes, so only where
/// there are rules that may decide about a packet that comes in.</summary>
internal static class NamespaceRules
{
    private const FactKinds Families = FactKinds.Firewall | FactKinds.Firewall6;

    /// <summary>Are there rules unread that a packet from outside meets? Translations of what the container itself begins are
    /// left unread: every container on a network of Docker's own making has them, for its resolver at 127.0.0.11.</summary>
    public static bool AreWanted(NetworkNamespace network) => network.Chains?.Any(
        c => c.RulesUnread == true && c.Table.Family != "arp" && (c.Type != "nat" || c.Hook is not ("output" or "postrouting")))
        ?? false;

    /// <summary>Reads them all; chains that no program shows stay as they were counted.</summary>
    /// <param name="host">The host.</param>
    /// <param name="process">A process of the namespace.</param>
    /// <param name="network">What is known of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Reading<NetworkNamespace>> ReadAsync(
        IHost host, int process, NetworkNamespace network, CancellationToken cancellationToken)
    {
        Reading<FirewallFacts> reading = await FirewallReader.ReadAsync(
            new EnteredHost(host, process), Families, cancellationToken);
        bool isBroken = reading.Gaps.Any(g => !g.Partial);
        List<FirewallChain> chains = [.. reading.Value.Chains.Select(c => isBroken ? c with { RulesUnread = true } : c)];
        HashSet<(FirewallTable Table, string Name)> shown = [.. chains.Select(c => (c.Table, c.Name))];
        chains.AddRange((network.Chains ?? []).Where(c => !shown.Contains((c.Table, c.Name))));
        return new Reading<NetworkNamespace>(
            network with { Chains = chains, Sets = reading.Value.Sets },
            [.. reading.Gaps.Select(g => g with { Partial = true, Source = $"{network.Containers[0]}: {g.Source}" })]);
    }
}
