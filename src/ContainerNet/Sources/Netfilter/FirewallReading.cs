using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>
/// One reading of all rules. iptables-save tells the rules of iptables, nft those of native tables, beside each other. What the
/// kernel tells of iptables' tables gives the handles, and the names of the few tables of which iptables-save may hide something:
/// those alone are read with nft as well.
/// </summary>
internal sealed class FirewallReading
{
    private readonly IHost _host;
    private readonly FactKinds _wanted;
    private readonly List<Gap> _gaps = [];

    /// <summary>Of one or both families.</summary>
    public FirewallReading(IHost host, FactKinds wanted)
    {
        _host = host;
        _wanted = wanted;
    }

    private string[] Families =>
    [
        .. (_wanted & FactKinds.Firewall) != FactKinds.None ? ["ip"] : Array.Empty<string>(),
        .. (_wanted & FactKinds.Firewall6) != FactKinds.None ? ["ip6"] : Array.Empty<string>(),
    ];

    /// <summary>Reads; the second result tells that the rules changed meanwhile.</summary>
    public async Task<(Reading<FirewallFacts> Reading, bool Moved)> ReadAsync(CancellationToken cancellationToken)
    {
        Task<IptablesReading[]> saving = Task.WhenAll(
            Families.Select(family => IptablesReader.ReadAsync(_host, family, cancellationToken)));
        NftDump? dump = NftDump.Open(_host);
        Task<NftRuleset?> listing = ListAsync(dump, cancellationToken);
        if (dump is not null && !await Task.Run(() => Families.All(dump.Read), cancellationToken))
        {
            // The kernel tells the tables and not the rules: all is compared with nft.
            dump = null;
            await listing;
            listing = ListAsync(null, cancellationToken);
        }

        IptablesReading[] saves = await saving;
        NftRuleset? nft = await listing;
        IptablesReading[] whole = await Task.WhenAll(
            saves.Select(save => CompleteAsync(save, dump?.Tables ?? nft?.Tables, cancellationToken)));
        if (dump is not null)
        {
            nft = await AddDoubtfulAsync(nft, dump, whole, cancellationToken);
        }

        if (dump is { IsPartial: true })
        {
            Add(new Gap
            {
                Facts = _wanted,
                Source = "nf_tables",
                Reason = "very many rules: those of chains that a program writes, such as kube-proxy, were not compared with the "
                    + "kernel's, and have no handles",
                Remedy = "Use iptables, not nft, to write into the chains of iptables.",
                Partial = true,
            });
        }

        RuleTwins twins = new(nft, dump);
        List<FirewallChain> chains = new(whole.Sum(family => family.Chains.Count));
        foreach (IptablesReading family in whole)
        {
            chains.AddRange(family.Chains.Select(twins.Join));
            chains.AddRange(twins.Unprinted(family.Chains, family.Family));
            _gaps.AddRange(family.Gaps);
        }

        chains.AddRange((nft?.Chains ?? []).Where(chain => !NftReader.IsIptables(chain.Table) && IsWanted(chain.Table.Family)));
        List<FirewallSet> sets = [.. (nft?.Sets ?? []).Where(set => IsWanted(set.Table?.Family ?? "")).Select(RuleTwins.Own)];
        sets.AddRange(await IpsetReader.ReadAsync(_host, chains, _wanted, _gaps, cancellationToken));
        return (new Reading<FirewallFacts>(new FirewallFacts(
            ChainOrder.ByAge(chains, dump?.Tables ?? nft?.Tables), sets), _gaps), twins.Moved);
    }

    // Native tables when the kernel has told which they are, else everything.
    private async Task<NftRuleset?> ListAsync(NftDump? dump, CancellationToken cancellationToken)
    {
        (NftRuleset? ruleset, Gap? gap) = dump is null
            ? await NftReader.ReadAllAsync(_host, _wanted, cancellationToken)
            : await NftReader.ReadTablesAsync(
                _host, _wanted, dump.Tables.Where(table => !NftReader.IsIptables(table)), cancellationToken);
        Add(gap);
        return ruleset;
    }

    private async Task<NftRuleset?> AddDoubtfulAsync(
        NftRuleset? native, NftDump dump, IptablesReading[] saves, CancellationToken cancellationToken)
    {
        FirewallTable[] doubtful = [.. dump.Tables.Where(table => NftReader.IsIptables(table)
            && saves.FirstOrDefault(save => save.Family == table.Family) is IptablesReading save
            && (dump.IsDoubtful(table.Family, table.Name) || !save.Shows(table.Name)))];
        if (doubtful.Length == 0)
        {
            return native;
        }

        (NftRuleset? listed, Gap? gap) = await NftReader.ReadTablesAsync(_host, _wanted, doubtful, cancellationToken);
        Add(gap);
        return new NftRuleset
        {
            Tables = dump.Tables,
            Chains = [.. native?.Chains ?? [], .. listed?.Chains ?? []],
            Sets = [.. native?.Sets ?? [], .. listed?.Sets ?? []],
        };
    }

    // Where legacy is the default, or the default tool printed nothing, iptables may have tables in nf_tables all the same.
    private async Task<IptablesReading> CompleteAsync(
        IptablesReading save, IReadOnlyList<FirewallTable>? tables, CancellationToken cancellationToken)
    {
        bool has = tables?.Any(table => table.Family == save.Family && NftReader.IsIptables(table)) ?? false;
        IptablesReading whole = save;
        if (!save.NftListed && save.Failure is null && (has || (tables is null && save.Chains.Count > 0)))
        {
            whole = await IptablesReader.ReadNftAsync(_host, save, cancellationToken);
        }

        if (whole.Failure is Gap failure)
        {
            // nft shows the same rules, but of the extensions of iptables no more than their names.
            return whole with { Gaps = [.. whole.Gaps, failure with { Partial = tables is not null }] };
        }

        if (whole.NftListed || (!has && (tables is not null || !whole.ToolMissing)))
        {
            return whole;
        }

        Gap missing = new()
        {
            Facts = save.Family == "ip6" ? FactKinds.Firewall6 : FactKinds.Firewall,
            Source = save.Family == "ip6" ? "ip6tables-save" : "iptables-save",
            Reason = has
                ? "not available: rules of iptables were read with nft, which does not show their extensions"
                : "not installed, and nft could not be asked either",
            Remedy = "Install the package iptables.",
            Partial = has,
        };
        return whole with { Gaps = [.. whole.Gaps, missing] };
    }

    private void Add(Gap? gap)
    {
        if (gap is not null && !_gaps.Contains(gap))
        {
            _gaps.Add(gap);
        }
    }

    private bool IsWanted(string family) => family switch
    {
        "ip" => (_wanted & FactKinds.Firewall) != FactKinds.None,
        "ip6" => (_wanted & FactKinds.Firewall6) != FactKinds.None,
        _ => true,
    };
}
