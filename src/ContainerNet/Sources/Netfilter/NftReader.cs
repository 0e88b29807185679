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

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

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
        return (Joined(done), done.Select(one => one.Gap).FirstOrDefault(one => one is not null));
    }

    /// <summary>These tables, one beside the other; null with a gap when one cannot be had at all.</summary>
    public static async Task<(NftRuleset? Ruleset, Gap? Gap)> ReadTablesAsync(
        IHost host, FactKinds wanted, IEnumerable<FirewallTable> tables, CancellationToken cancellationToken)
    {
        FirewallTable[] plain = [.. tables.Where(table => !RuleOwnership.IsTrace(table.Name))];
        if (plain.Any(table => !IsPlainName(table.Name) || !IsPlainName(table.Family)))
        {
            (NftRuleset? all, Gap? gap) = await ReadAllAsync(host, wanted, cancellationToken);
            return (all?.Only(plain), gap);
        }

        // One process a table: given two commands, nft 1.0 to 1.1 caches only what one of them needs and fails.
        (NftRuleset? Ruleset, Gap? Gap)[] done = await Task.WhenAll(plain.Select(table => RunAsync(
            host, wanted, ["nft", "-j", "-a", "list", "table", table.Family, table.Name], cancellationToken)));
        return (
            done.Length > 0 && Array.TrueForAll(done, one => one.Ruleset is null) ? null : Joined(done),
            done.Select(one => one.Gap).FirstOrDefault(one => one is not null));
    }

    /// <summary>One chain: for hosts where the whole takes seconds. Null when it cannot be had.</summary>
    public static async Task<NftRuleset?> ReadChainAsync(IHost host, FirewallChain chain, CancellationToken cancellationToken) =>
        !IsPlainName(chain.Table.Family) || !IsPlainName(chain.Table.Name) || !IsPlainName(chain.Name)
            ? null
            : (await RunAsync(
                host, FactKinds.Firewall,
                ["nft", "-j", "-a", "list", "chain", chain.Table.Family, chain.Table.Name, chain.Name],
                cancellationToken)).Ruleset;

    private static NftRuleset Joined((NftRuleset? Ruleset, Gap? Gap)[] parts) => new()
    {
        Tables = [.. parts.SelectMany(one => one.Ruleset?.Tables ?? [])],
        Chains = [.. parts.SelectMany(one => one.Ruleset?.Chains ?? [])],
        Sets = [.. parts.SelectMany(one => one.Ruleset?.Sets ?? [])],
    };

    /// <summary>Is it a table of a family and name that iptables manages?</summary>
    public static bool IsIptables(FirewallTable table) => table.Family is "ip" or "ip6" && IptablesBaseChains.IsTable(table.Name);

    private static bool IsPlainName(string name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name.AsSpan().IndexOfAnyExcept(s_nameCharacters) < 0;

    private static async Task<(NftRuleset? Ruleset, Gap? Gap)> RunAsync(
        IHost host, FactKinds wanted, string[] command, CancellationToken cancellationToken)
    {
        NftJsonParser parser = new();
        CommandResult result;
        try
        {
            result = await host.RunAsync(
                new CommandLine { Arguments = command, Limit = s_limit }, parser.Read, cancellationToken);
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

        NftRuleset ruleset = parser.Finish();
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
