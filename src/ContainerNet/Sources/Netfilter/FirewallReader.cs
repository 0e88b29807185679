using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Reads the rules of all backends and families into one model.</summary>
public static class FirewallReader
{
    /// <summary>Reads IPv4 and native rules when <see cref="FactKinds.Firewall"/> is wanted, IPv6 when
    /// <see cref="FactKinds.Firewall6"/> is.</summary>
    public static async Task<Reading<FirewallFacts>> ReadAsync(
        IHost host, FactKinds wanted, CancellationToken cancellationToken)
    {
        FactKinds facts = wanted & (FactKinds.Firewall | FactKinds.Firewall6);
        if (facts == FactKinds.None)
        {
            return FirewallFacts.None;
        }

        (Reading<FirewallFacts> reading, bool moved) = await new FirewallReading(host, facts).ReadAsync(cancellationToken);
        if (!moved)
        {
            return reading;
        }

        (reading, moved) = await new FirewallReading(host, facts).ReadAsync(cancellationToken);
        return !moved ? reading : reading with
        {
            Gaps =
            [
                .. reading.Gaps,
                new Gap
                {
                    Facts = facts,
                    Source = "iptables-save",
                    Reason = "iptables-save and nft show different numbers of rules, twice: something keeps changing them",
                    Remedy = "Look again when the rules are at rest.",
                    Partial = true,
                },
            ],
        };
    }

    /// <summary>The chains alone.</summary>
    internal static async Task<Reading<IReadOnlyList<FirewallChain>>> ReadChainsAsync(
        IHost host, FactKinds wanted, CancellationToken cancellationToken)
    {
        Reading<FirewallFacts> reading = await ReadAsync(host, wanted, cancellationToken);
        return new Reading<IReadOnlyList<FirewallChain>>(reading.Value.Chains, reading.Gaps);
    }
}
