using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Reads the sets of ipset, when rules name some: then the kernel has its modules, and asking loads none.</summary>
internal static class IpsetReader
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <summary>The sets that rules of these chains name, and those that are members of them.</summary>
    public static async Task<IReadOnlyList<FirewallSet>> ReadAsync(
        IHost host, IReadOnlyList<FirewallChain> chains, FactKinds wanted, List<Gap> gaps, CancellationToken cancellationToken)
    {
        (HashSet<string> named, HashSet<string> changed) = Names(chains);
        if (named.Count == 0)
        {
            return [];
        }

        string? failure;
        IpsetSaveParser parser = new(named, changed);
        try
        {
            CommandResult result = await host.RunAsync(
                new CommandLine { Arguments = ["ipset", "save"], Limit = s_limit }, parser.Read, cancellationToken);
            failure = result.Succeeded ? null : ToolText.Reason(result);
        }
        catch (ContainerNetException error)
        {
            failure = error.Problem == Problem.ToolMissing ? "not installed: rules name its sets, whose members are not seen" : error.Message;
        }

        IReadOnlyList<FirewallSet> sets = parser.Finish();
        if (failure is not null)
        {
            gaps.Add(new Gap
            {
                Facts = wanted,
                Source = "ipset",
                Reason = failure,
                Remedy = host.IsRoot ? "Install the package ipset, or run ipset save by hand." : "Run as root.",
                Partial = true,
            });
            return [];
        }

        return sets;
    }

    private static (HashSet<string> Named, HashSet<string> Changed) Names(IReadOnlyList<FirewallChain> chains)
    {
        HashSet<string> named = new(StringComparer.Ordinal);
        HashSet<string> changed = new(StringComparer.Ordinal);
        foreach (FirewallChain chain in chains.Where(chain => chain.Table.Backend != FirewallBackend.Nftables))
        {
            // Loops by number make no garbage, of which fifty thousand rules would make some megabytes.
            for (int at = 0; at < chain.Rules.Count; at++)
            {
                FirewallRule rule = chain.Rules[at];
                for (int index = 0; index < rule.Matches.Count; index++)
                {
                    if (rule.Matches[index] is { Field: RuleField.Set, SetName: string name, Parts: null })
                    {
                        named.Add(name);
                    }
                }

                // SET --add-set NAME, --del-set NAME
                if (rule is { Action: RuleAction.Continue, Target: string target } && target.StartsWith("SET ", StringComparison.Ordinal)
                    && target.Split(' ') is [_, "--add-set" or "--del-set", string set, ..])
                {
                    changed.Add(set);
                }
            }
        }

        return (named, changed);
    }
}
