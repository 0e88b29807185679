using System.Buffers;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Runs nft.</summary>
internal static class NftReader
{
    // nft takes its arguments as one text in its own language: a table with another name could become a command.
    private static readonly SearchValues<char> s_nameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./");

    private const string TablePrefix = "table ";

    /// <summary>The whole rule set, iptables' own tables among it; null with a gap when it cannot be had.</summary>
    public static async Task<(NftRuleset? Ruleset, Gap? Gap)> ReadAllAsync(
        IHost host, FactKinds wanted, CancellationToken cancellationToken)
    {
        (NftRuleset? ruleset, Gap? gap) = await RunAsync(host, wanted, ["nft", "-j", "-a", "list", "ruleset"], cancellationToken);

        // nft 1.0.6 dies in the middle of its JSON at a table that a process owns, such as that of a trace under way.
        return gap is { Reason.Length: > 0 } && await ReadByTableAsync(host, wanted, cancellationToken) is { } whole
            ? whole : (ruleset, gap);
    }

    /// <summary>Table by table, by names from the plain listing; those that processes own are left out where nft dies of
    /// them. Null when that is no way either.</summary>
    private static async Task<(NftRuleset? Ruleset, Gap? Gap)?> ReadByTableAsync(
        IHost host, FactKinds wanted, CancellationToken cancellationToken)
    {
        CommandResult names;
        try
        {
            names = await host.RunAsync(new CommandLine { Arguments = ["nft", "list", "tables"] }, cancellationToken);
        }
        catch (ContainerNetException)
        {
            return null;
        }

        List<string[]> tables = [.. names.Output.Split('\n')
            .Where(line => line.StartsWith(TablePrefix, StringComparison.Ordinal))
            .Select(line => line[TablePrefix.Length..].Split(' ', 2))];
        if (!names.Succeeded || tables.Count == 0 || tables.Exists(t => t.Length < 2 || !IsPlainName(t[0]) || !IsPlainName(t[1])))
        {
            return null;
        }

        (NftRuleset? Ruleset, Gap? Gap)[] done = await Task.WhenAll(tables
            .Where(t => !RuleOwnership.IsTrace(t[1]))
            .Select(t => RunAsync(host, wanted, ["nft", "-j", "-a", "list", "table", .. t], cancellationToken)));
        NftRuleset whole = new()
        {
            Tables = [.. done.SelectMany(one => one.Ruleset?.Tables ?? [])],
            Chains = [.. done.SelectMany(one => one.Ruleset?.Chains ?? [])],
            Sets = [.. done.SelectMany(one => one.Ruleset?.Sets ?? [])],
        };
        return (whole, done.Select(one => one.Gap).FirstOrDefault(one => one is not null));
    }

    /// <summary>Only the tables that are not iptables' own: for hosts where the whole takes seconds.</summary>
    public static async Task<(NftRuleset? Ruleset, Gap? Gap)> ReadNativeAsync(IHost host, FactKinds wanted, CancellationToken cancellationToken)
    {
        (NftRuleset? list, Gap? gap) = await RunAsync(host, wanted, ["nft", "-j", "list", "tables"], cancellationToken);
        if (list is null)
        {
            return (null, gap);
        }

        List<Task<(NftRuleset? Ruleset, Gap? Gap)>> runs = [];
        foreach (FirewallTable table in list.Tables.Where(table => !IsIptables(table)))
        {
            if (!IsPlainName(table.Name) || !IsPlainName(table.Family))
            {
                return await ReadAllAsync(host, wanted, cancellationToken);
            }

            // One process a table: given two commands, nft 1.0 to 1.1 caches only what one of them needs and fails.
            runs.Add(RunAsync(host, wanted, ["nft", "-j", "-a", "list", "table", table.Family, table.Name], cancellationToken));
        }

        (NftRuleset? Ruleset, Gap? Gap)[] done = await Task.WhenAll(runs);
        NftRuleset whole = new()
        {
            Tables = list.Tables,
            Chains = [.. done.SelectMany(one => one.Ruleset?.Chains ?? [])],
            Sets = [.. done.SelectMany(one => one.Ruleset?.Sets ?? [])],
        };
        return (whole, gap ?? done.Select(one => one.Gap).FirstOrDefault(one => one is not null));
    }

    /// <summary>One chain: for hosts where the whole takes seconds. Null when it cannot be had.</summary>
    public static async Task<NftRuleset?> ReadChainAsync(IHost host, FirewallChain chain, CancellationToken cancellationToken) =>
        !IsPlainName(chain.Table.Family) || !IsPlainName(chain.Table.Name) || !IsPlainName(chain.Name)
            ? null
            : (await RunAsync(
                host, FactKinds.Firewall,
                ["nft", "-j", "-a", "list", "chain", chain.Table.Family, chain.Table.Name, chain.Name],
                cancellationToken)).Ruleset;

    /// <summary>Is it a table of a family and name that iptables manages?</summary>
    public static bool IsIptables(FirewallTable table) => table.Family is "ip" or "ip6" && IptablesBaseChains.IsTable(table.Name);

    private static bool IsPlainName(string name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name.AsSpan().IndexOfAnyExcept(s_nameCharacters) < 0;

    private static async Task<(NftRuleset? Ruleset, Gap? Gap)> RunAsync(
        IHost host, FactKinds wanted, string[] command, CancellationToken cancellationToken)
    {
        CommandResult result;
        try
        {
            result = await host.RunAsync(new CommandLine { Arguments = command }, cancellationToken);
        }
        catch (ContainerNetException error)
        {
            return (null, error.Problem == Problem.ToolMissing
                ? NewGap(wanted, "not installed: native nf_tables rules, such as firewalld's, are not seen", "Install the package nftables.")
                : NewGap(wanted, error.Message, "Run nft list ruleset by hand and see what it waits for."));
        }

        if (!result.Succeeded)
        {
            return (null, NewGap(wanted, ToolText.Reason(result), host.IsRoot ? "Run nft list ruleset by hand." : "Run as root."));
        }

        NftRuleset ruleset = NftJsonParser.Parse(result.Output);
        return (ruleset, ruleset.Damage is null ? null : NewGap(wanted, ruleset.Damage, "Run nft -j list ruleset by hand."));
    }

    // Partial only in this: iptables' tables may have been read by iptables-save all the same.
    private static Gap NewGap(FactKinds wanted, string reason, string remedy) => new()
    {
        Facts = wanted & (FactKinds.Firewall | FactKinds.Firewall6),
        Source = "nft",
        Reason = reason,
        Remedy = remedy,
        Partial = true,
    };
}
