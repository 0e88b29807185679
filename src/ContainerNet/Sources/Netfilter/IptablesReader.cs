using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Runs the iptables tools of one family. A table of the legacy backend is asked for only when the kernel says it
/// has it: iptables-legacy creates the tables that it lists.</summary>
internal sealed class IptablesReader
{
    // A node of Kubernetes has fifty thousand rules, and may be busy with other things.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly IHost _host;
    private readonly string _family;
    private readonly string _tool;
    private readonly FactKinds _facts;
    private readonly List<FirewallChain> _chains = [];
    private readonly List<Gap> _gaps = [];
    private readonly HashSet<string> _printed = new(StringComparer.Ordinal);
    private Gap? _failure;
    private bool _nftListed;
    private bool _legacyListed;

    private IptablesReader(IHost host, string family)
    {
        _host = host;
        _family = family;
        _tool = family == "ip6" ? "ip6tables" : "iptables";
        _facts = family == "ip6" ? FactKinds.Firewall6 : FactKinds.Firewall;
    }

    /// <summary>Reads what the host's own choice of backend shows, and the legacy tables that it does not show.</summary>
    public static async Task<IptablesReading> ReadAsync(IHost host, string family, CancellationToken cancellationToken)
    {
        IptablesReader reader = new(host, family);
        bool missing = !await reader.SaveAsync([reader._tool + "-save", "-c"], cancellationToken);
        if (!reader._legacyListed)
        {
            await reader.ReadLegacyAsync(cancellationToken);
        }

        return reader.Result(missing);
    }

    /// <summary>Lists iptables' tables in nf_tables on a host whose default is the legacy tool.</summary>
    public static async Task<IptablesReading> ReadNftAsync(IHost host, IptablesReading before, CancellationToken cancellationToken)
    {
        IptablesReader reader = new(host, before.Family);
        await reader.SaveAsync([reader._tool + "-nft-save", "-c"], cancellationToken);
        return before with
        {
            Chains = [.. before.Chains, .. reader._chains],
            Gaps = [.. before.Gaps, .. reader._gaps],
            Failure = reader._failure,
            NftListed = reader._nftListed,
            Printed = reader._printed,
        };
    }

    private IptablesReading Result(bool missing) => new()
    {
        Family = _family,
        Chains = _chains,
        Gaps = _gaps,
        Failure = _failure,
        NftListed = _nftListed,
        Printed = _printed,
        ToolMissing = missing,
    };

    private async Task ReadLegacyAsync(CancellationToken cancellationToken)
    {
        string path = _family == "ip6" ? "/proc/net/ip6_tables_names" : "/proc/net/ip_tables_names";
        FileReading names = _host.ReadFile(path);
        if (!names.IsRead)
        {
            // Absent: the kernel has no legacy tables. Not readable: only root may, and the gap of the tool says so.
            if (names.Status != FileStatus.Absent && _gaps.Count == 0 && _failure is null)
            {
                AddGap(path, names.Error, "Run as root.", partial: true);
            }

            return;
        }

        foreach (string table in names.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!IptablesBaseChains.IsTable(table))
            {
                AddGap(path, "unknown legacy table " + ToolText.Clean(table), "Look at it by hand.", partial: true);
            }
            else if (!await SaveAsync([_tool + "-legacy-save", "-c", "-t", table], cancellationToken))
            {
                AddGap(_tool + "-legacy-save", $"the kernel has legacy table {table}, and the tool that shows it is not installed",
                    "Install the package iptables.", partial: true);
            }
        }
    }

    // False when the tool is not installed.
    private async Task<bool> SaveAsync(string[] command, CancellationToken cancellationToken)
    {
        IptablesSaveParser parser = new(FirewallBackend.IptablesNft, _family);
        CommandResult result;
        try
        {
            result = await _host.RunAsync(new CommandLine { Arguments = command, Limit = s_limit }, parser.Read, cancellationToken);
        }
        catch (ContainerNetException error) when (error.Problem == Problem.ToolMissing)
        {
            return false;
        }
        catch (ContainerNetException error)
        {
            AddGap(command[0], error.Message, "Run it by hand and see what it waits for.", partial: false);
            return true;
        }

        Take(parser.Finish(), result, command[0]);
        return true;
    }

    private void Take(IptablesSave save, CommandResult result, string tool)
    {
        // Only the tool for nf_tables speaks of incompatible tables, or fails on a rule that it cannot print.
        bool isNft = save.Backend != FirewallBackend.IptablesLegacy;
        string? failure = result.Succeeded ? save.Damage : ToolText.Reason(result);
        if (failure is not null)
        {
            Gap gap = NewGap(tool, failure, _host.IsRoot ? "Run it by hand." : "Run as root.", partial: false);
            if (isNft)
            {
                _failure = gap;
                return;
            }

            _gaps.Add(gap);
        }

        _chains.AddRange(save.Chains);
        _nftListed |= save.Backend == FirewallBackend.IptablesNft || save.Incompatible.Count > 0;
        _legacyListed |= !isNft;
        if (isNft)
        {
            _printed.UnionWith(save.Chains.Select(chain => chain.Table.Name).Except(save.Incompatible, StringComparer.Ordinal));
        }

        foreach (string table in save.Incompatible)
        {
            AddGap(tool, $"table {ToolText.Clean(table)} holds what only nft shows; it was read with nft",
                "See nft list table " + _family + " " + ToolText.Clean(table) + ".", partial: true);
        }
    }

    private void AddGap(string source, string reason, string remedy, bool partial) =>
        _gaps.Add(NewGap(source, reason, remedy, partial));

    private Gap NewGap(string source, string reason, string remedy, bool partial) => new()
    {
        Facts = _facts,
        Source = source,
        Reason = reason,
        Remedy = remedy,
        Partial = partial,
    };
}
