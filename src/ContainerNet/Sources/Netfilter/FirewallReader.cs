using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Reads the rules of all backends and families into one model.</summary>
public static class FirewallReader
{
    // nft needs 25 microseconds a rule for its JSON, three times as long as iptables-save: a node with fifty thousand rules
    // would wait four seconds for handles.
    private const int MostRulesForNft = 20_000;

    /// <summary>Reads IPv4 and native rules when <see cref="FactKinds.Firewall"/> is wanted, IPv6 when
    /// <see cref="FactKinds.Firewall6"/> is.</summary>
    public static async Task<Reading<FirewallFacts>> ReadAsync(
        IHost host, FactKinds wanted, CancellationToken cancellationToken)
    {
        if ((wanted & (FactKinds.Firewall | FactKinds.Firewall6)) == FactKinds.None)
        {
            return FirewallFacts.None;
        }

        (Reading<FirewallFacts> reading, bool moved) = await ReadOnceAsync(host, wanted, cancellationToken);
        if (!moved)
        {
            return reading;
        }

        (reading, moved) = await ReadOnceAsync(host, wanted, cancellationToken);
        return !moved ? reading : reading with
        {
            Gaps =
            [
                .. reading.Gaps,
                new Gap
                {
                    Facts = wanted & (FactKinds.Firewall | FactKinds.Firewall6),
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

    private static async Task<(Reading<FirewallFacts> Reading, bool Moved)> ReadOnceAsync(
        IHost host, FactKinds wanted, CancellationToken cancellationToken)
    {
        using CancellationTokenSource tooMany = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<(NftRuleset? Ruleset, Gap? Gap)> all = NftReader.ReadAllAsync(host, wanted, tooMany.Token);
        IptablesReading[] saves =
            await Task.WhenAll(Families(wanted).Select(family => IptablesReader.ReadAsync(host, family, cancellationToken)));
        List<Gap> gaps = [];
        (NftRuleset? nft, Gap? gap) = await NftAsync(host, wanted, all, saves, gaps, tooMany, cancellationToken);
        if (gap is not null)
        {
            gaps.Add(gap);
        }

        RuleTwins twins = new(nft);
        List<FirewallChain> chains = [];
        foreach (IptablesReading save in saves)
        {
            IptablesReading family = await CompleteAsync(host, save, nft, cancellationToken);
            chains.AddRange(family.Chains.Select(twins.Join));
            chains.AddRange(twins.Unprinted(family.Chains, family.Family));
            gaps.AddRange(family.Gaps);
        }

        chains.AddRange((nft?.Chains ?? []).Where(chain => !NftReader.IsIptables(chain.Table) && IsWanted(chain.Table.Family, wanted)));
        FirewallSet[] sets = [.. (nft?.Sets ?? []).Where(set => IsWanted(set.Table?.Family ?? "", wanted)).Select(RuleTwins.Own)];
        return (new Reading<FirewallFacts>(new FirewallFacts(ChainOrder.ByAge(chains, nft?.Tables), sets), gaps), twins.Moved);
    }

    private static async Task<(NftRuleset? Ruleset, Gap? Gap)> NftAsync(
        IHost host,
        FactKinds wanted,
        Task<(NftRuleset? Ruleset, Gap? Gap)> all,
        IptablesReading[] saves,
        List<Gap> gaps,
        CancellationTokenSource tooMany,
        CancellationToken cancellationToken)
    {
        int rules = saves.Sum(save => save.Chains.Sum(chain => chain.Rules.Count));
        if (rules <= MostRulesForNft || all.IsCompleted)
        {
            return await all;
        }

        await tooMany.CancelAsync();
        try
        {
            return await all;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            gaps.Add(new Gap
            {
                Facts = wanted & (FactKinds.Firewall | FactKinds.Firewall6),
                Source = "nft",
                Reason = $"{rules} rules: what iptables-save printed was not compared with nft, and has no handles",
                Remedy = "Use iptables, not nft, to write into the tables of iptables.",
                Partial = true,
            });
            return await NftReader.ReadNativeAsync(host, wanted, cancellationToken);
        }
    }

    // Where legacy is the default, or the default tool printed nothing, iptables may have tables in nf_tables all the same.
    private static async Task<IptablesReading> CompleteAsync(
        IHost host, IptablesReading save, NftRuleset? nft, CancellationToken cancellationToken)
    {
        FactKinds facts = save.Family == "ip6" ? FactKinds.Firewall6 : FactKinds.Firewall;
        bool has = nft?.Tables.Any(table => table.Family == save.Family && NftReader.IsIptables(table)) ?? false;
        IptablesReading whole = save;
        if (!save.NftListed && save.Failure is null && (has || (nft is null && save.Chains.Count > 0)))
        {
            whole = await IptablesReader.ReadNftAsync(host, save, cancellationToken);
        }

        if (whole.Failure is Gap failure)
        {
            // nft shows the same rules, but of the extensions of iptables no more than their names.
            return whole with { Gaps = [.. whole.Gaps, failure with { Partial = nft is not null }] };
        }

        if (whole.NftListed || (!has && (nft is not null || !whole.ToolMissing)))
        {
            return whole;
        }

        Gap missing = new()
        {
            Facts = facts,
            Source = save.Family == "ip6" ? "ip6tables-save" : "iptables-save",
            Reason = has
                ? "not available: rules of iptables were read with nft, which does not show their extensions"
                : "not installed, and nft could not be asked either",
            Remedy = "Install the package iptables.",
            Partial = has,
        };
        return whole with { Gaps = [.. whole.Gaps, missing] };
    }

    private static string[] Families(FactKinds wanted) =>
    [
        .. (wanted & FactKinds.Firewall) != FactKinds.None ? ["ip"] : Array.Empty<string>(),
        .. (wanted & FactKinds.Firewall6) != FactKinds.None ? ["ip6"] : Array.Empty<string>(),
    ];

    private static bool IsWanted(string family, FactKinds wanted) => family switch
    {
        "ip" => (wanted & FactKinds.Firewall) != FactKinds.None,
        "ip6" => (wanted & FactKinds.Firewall6) != FactKinds.None,
        _ => true,
    };
}
